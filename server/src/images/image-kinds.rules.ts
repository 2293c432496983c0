/** The formats that are taken, by their media type. */
export const imageTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'] as const
export type ImageType = (typeof imageTypes)[number]

const startsWith = (file: Buffer, at: number, bytes: string) =>
  file.length >= at + bytes.length && file.toString('latin1', at, at + bytes.length) === bytes

/** What a file is by its first bytes, whatever it is called; undefined for all that is not taken. */
export function kindOf(file: Buffer): ImageType | undefined {
  if (startsWith(file, 0, '\xff\xd8\xff')) return 'image/jpeg'
  if (startsWith(file, 0, '\x89PNG\r\n\x1a\n')) return 'image/png'
  if (startsWith(file, 0, 'RIFF') && startsWith(file, 8, 'WEBP')) return 'image/webp'
  // Moving AVIF has the brand `avis`.
  if (startsWith(file, 4, 'ftypavif')) return 'image/avif'
  return undefined
}

/**
 * Whether a file is something else besides the image: bytes follow where the format says that the image ends, or it ends
 * like a ZIP archive. Cameras do put things behind the end of a JPEG.
 */
export function hasSecondContent(file: Buffer, kind: ImageType): boolean {
  if (endsLikeArchive(file)) return true
  switch (kind) {
    case 'image/png':
      return endOfPng(file) < file.length
    case 'image/webp':
      return 8 + file.readUInt32LE(4) + 1 < file.length
    case 'image/avif':
      return endOfBoxes(file) < file.length
    case 'image/jpeg':
      return false
  }
}

/** Where the chunk `IEND` ends; the length of the file when there is none. */
function endOfPng(file: Buffer): number {
  let at = 8
  while (at + 12 <= file.length) {
    const end = at + 12 + file.readUInt32BE(at)
    if (startsWith(file, at + 4, 'IEND')) return end
    at = end
  }
  return file.length
}

/** Where the boxes of an ISO media file end that have a known type. */
function endOfBoxes(file: Buffer): number {
  let at = 0
  while (at + 8 <= file.length) {
    const size = file.readUInt32BE(at)
    if (!/^[a-z0-9 ]{4}$/.test(file.toString('latin1', at + 4, at + 8))) return at
    if (size === 0) return file.length
    if (size === 1) {
      if (at + 16 > file.length) return file.length
      at += Number(file.readBigUInt64BE(at + 8))
    } else if (size < 8) {
      return at
    } else {
      at += size
    }
  }
  return at
}

/** A ZIP archive is read from its end: a record there says how long the comment after it is. */
function endsLikeArchive(file: Buffer): boolean {
  const RECORD = 22
  const MOST_COMMENT = 0xffff
  const from = Math.max(0, file.length - RECORD - MOST_COMMENT)
  for (
    let at = file.indexOf('PK\x05\x06', from, 'latin1');
    at >= 0 && at + RECORD <= file.length;
    at = file.indexOf('PK\x05\x06', at + 1, 'latin1')
  ) {
    if (at + RECORD + file.readUInt16LE(at + 20) === file.length) return true
  }
  return false
}
