/** A file or mapping that cannot be imported; the message is a sentence for the person who gave it. */
export class ImportRefused extends Error {
  override name = 'ImportRefused'
}
