import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'

/** Files for tests, made here so that nobody's pictures are in the repository. */
export const aPicture = (width = 1600, height = 1200, red = 200) =>
  sharp({ create: { width, height, channels: 3, background: { r: red, g: 80, b: 40 } } })

/** Where this picture was taken, who took it, and with what. */
export const telltale = {
  IFD0: { Artist: 'Canary Photographer', Make: 'CanaryPhone' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '45/1 45/1 13/1', GPSLongitudeRef: 'E' },
}

export const aJpeg = () => aPicture().withExif(telltale).jpeg().toBuffer()
export const aPng = () => aPicture().png().toBuffer()
export const aWebp = () => aPicture().webp().toBuffer()
export const anAvif = () => aPicture(320, 240).avif({ effort: 0 }).toBuffer()

const chunk = (type: string, content: Buffer) => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const head = Buffer.alloc(4)
  head.writeUInt32BE(content.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([head, body, check])
}

/** A black and white PNG by its chunks; `extra` stands before the pixels. */
export function pngOf(width: number, height: number, extra: Buffer[] = []): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 1
  const pixels = Buffer.alloc(height * (1 + Math.ceil(width / 8)))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...extra,
    chunk('IDAT', deflateSync(pixels, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A text and a colour profile of a PNG that are small and unpack to this many bytes. */
export const unpackingTo = (bytes: number) => {
  const packed = deflateSync(Buffer.alloc(bytes), { level: 9 })
  const named = (name: string) => Buffer.concat([Buffer.from(`${name}\0\0`, 'latin1'), packed])
  return [chunk('iCCP', named('profile')), chunk('zTXt', named('Comment'))]
}

/** An empty ZIP archive, which may stand behind anything. */
export const emptyZip = Buffer.concat([Buffer.from('PK\x05\x06', 'latin1'), Buffer.alloc(18)])
