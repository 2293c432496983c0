/** A file that cannot be loaded; the message is a sentence for the person who gave it. */
export class FileRefused extends Error {
  override name = 'FileRefused'
}
