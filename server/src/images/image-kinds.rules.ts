/** The formats that are taken, by their media type. */
export const imageTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'] as const
export type ImageType = (typeof imageTypes)[number]

const startsWith = (file: Buffer, at: number, bytes: string) =>
  at >= 0 &&
  file.length >= at + bytes.length &&
  file.toString('latin1', at, at + bytes.length) === bytes

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
 * like a ZIP archive. Cameras put more pictures and films behind the end of a JPEG, which are left behind.
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
      return !isFromCamera(file.subarray(endOfJpeg(file)))
  }
}

/** Where the marker `EOI` ends; the length of the file when there is none. */
function endOfJpeg(file: Buffer): number {
  let at = 2
  while (at + 2 <= file.length) {
    const marker = file[at] === 0xff ? (file[at + 1] ?? 0) : 0
    if (marker === 0xd9) return at + 2
    const isSegment = marker >= 0xc0 && marker < 0xff && !(marker >= 0xd0 && marker <= 0xd8)
    // Pixels, fill bytes and restarts are passed over up to the next marker.
    at = isSegment && at + 4 <= file.length ? at + 2 + file.readUInt16BE(at + 2) : at + 1
  }
  return file.length
}

/** What cameras and telephones put behind a JPEG: further JPEGs, a film, Samsung's block, or padding. */
function isFromCamera(rest: Buffer): boolean {
  const last = rest.length - 4
  return (
    rest.every((byte) => byte === 0) ||
    startsWith(rest, 0, '\xff\xd8\xff') ||
    startsWith(rest, 4, 'ftyp') ||
    startsWith(rest, last, 'SEFT')
  )
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
