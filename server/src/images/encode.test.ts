import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { processorMs } from '../processor-time.ts'
import { encodeImage, imageWidths } from './encode.ts'
import {
  aJpeg,
  anAvif,
  aPicture,
  aPng,
  aWebp,
  emptyZip,
  pngOf,
  telltale,
  unpackingTo,
} from './image-files.ts'

const formats = [
  ['image/jpeg', aJpeg],
  ['image/png', aPng],
  ['image/webp', aWebp],
  ['image/avif', anAvif],
] as const

const refusal = async (file: Buffer | Promise<Buffer>, declared: string) => {
  try {
    await encodeImage(await file, declared)
  } catch (error) {
    const { status, code, fields } = error as { status: number; code: string; fields?: object }
    return { status, code, fields: Object.keys(fields ?? {}) }
  }
  return 'taken'
}

const unreadable = { status: 422, code: 'image_unreadable', fields: ['file'] }
const mislabelled = { status: 422, code: 'image_mislabelled', fields: ['file'] }
const unsupported = { status: 415, code: 'unsupported_media_type', fields: ['file'] }

describe('what is taken', () => {
  test.for(formats)('%s becomes WebP in several widths', async ([type, make]) => {
    const { width, height, files } = await encodeImage(await make(), type)
    expect(width / height).toBeCloseTo(4 / 3, 2)
    const expected = [...new Set([...imageWidths.filter((each) => each < width), width])]
    expect(files.map((file) => file.width)).toEqual(expected)
    for (const file of files) {
      expect(file.mediaType).toBe('image/webp')
      const found = await sharp(file.bytes).metadata()
      expect(found).toMatchObject({ format: 'webp', width: file.width })
      expect(found.pages ?? 1).toBe(1)
      const { channels } = await sharp(file.bytes).stats()
      expect(channels[0]?.mean).toBeGreaterThan(190)
      expect(channels[2]?.mean).toBeLessThan(60)
    }
  })

  test('nothing is kept but the pixels: no place, author, camera, profile or description', async () => {
    const file = await aPicture()
      .withExif(telltale)
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">CanaryDescription</x:xmpmeta>')
      .withIccProfile('p3')
      .jpeg()
      .toBuffer()
    expect(file.includes('Canary Photographer')).toBe(true)
    expect(file.includes('CanaryDescription')).toBe(true)
    const before = await sharp(file).metadata()
    expect(before.exif).toBeDefined()
    expect(before.icc).toBeDefined()

    const { files } = await encodeImage(file, 'image/jpeg')
    for (const { bytes } of files) {
      const { exif, icc, xmp, iptc, orientation } = await sharp(bytes).metadata()
      expect({ exif, icc, xmp, iptc, orientation }).toEqual({})
      for (const mark of ['Canary', 'GPS', 'EXIF', 'XMP ', 'ICCP', 'Exif']) {
        expect(bytes.includes(mark)).toBe(false)
      }
    }
  })

  test('a picture taken with the phone upright stands upright', async () => {
    const sideways = await aPicture(800, 400).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    expect(await encodeImage(sideways, 'image/jpeg')).toMatchObject({ width: 400, height: 800 })
  })

  test('a logo keeps what is transparent', async () => {
    const logo = await sharp({
      create: { width: 200, height: 100, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer()
    const { files } = await encodeImage(logo, 'image/png')
    expect(files.map(({ width }) => width)).toEqual([200])
    expect(await sharp(files[0]?.bytes).metadata()).toMatchObject({ hasAlpha: true })
  })

  test('of a moving image the first frame is taken', async () => {
    const frames = await sharp([await aPicture(64, 64).png().toBuffer(), await aPng()], {
      join: { animated: true },
    })
      .webp()
      .toBuffer()
    expect((await sharp(frames).metadata()).pages).toBe(2)
    const { files } = await encodeImage(frames, 'image/webp')
    expect((await sharp(files[0]?.bytes).metadata()).pages ?? 1).toBe(1)
  })

  const hidden = Buffer.from('<script>alert(1)</script>')
  test.for([
    ['another picture', async () => Buffer.concat([await aJpeg(), hidden])],
    ['a film', () => Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42'), hidden])],
    ['the block of a telephone', () => Buffer.concat([hidden, Buffer.from('SEFT')])],
    ['padding', () => Buffer.alloc(4_096)],
  ] as const)('%s that a camera puts behind a JPEG is dropped', async ([, make]) => {
    for (const progressive of [false, true]) {
      const picture = await aPicture().withExif(telltale).jpeg({ progressive }).toBuffer()
      const { files } = await encodeImage(Buffer.concat([picture, await make()]), 'image/jpeg')
      expect(files.some(({ bytes }) => bytes.includes('script'))).toBe(false)
    }
  })
})

describe('what is refused', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  const others: [string, Buffer][] = [
    ['SVG', Buffer.from(svg)],
    ['SVG behind an XML declaration', Buffer.from(`<?xml version="1.0"?>${svg}`)],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['GIF', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1')],
    ['PDF', Buffer.from('%PDF-1.7\n')],
    ['TIFF', Buffer.from('II*\0\x08\0\0\0', 'latin1')],
    ['BMP', Buffer.from('BM\x46\0\0\0\0\0', 'latin1')],
    ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0', 'latin1')],
    ['moving AVIF', Buffer.from('\0\0\0\x18ftypavis\0\0\0\0', 'latin1')],
    ['ZIP', emptyZip],
    ['nothing at all', Buffer.alloc(0)],
    ['one byte', Buffer.from([0xff])],
  ]
  test.for(others)('%s is not an image that is taken, whatever it says', async ([, file]) => {
    for (const [type] of formats) expect(await refusal(file, type)).toEqual(unsupported)
    expect(await refusal(file, 'image/svg+xml')).toEqual(unsupported)
  })

  test('a file that says it is of another format', async () => {
    for (const [type, make] of formats) {
      const file = await make()
      for (const [other] of formats) {
        if (other !== type) expect(await refusal(file, other)).toEqual(mislabelled)
      }
      expect(await refusal(file, 'image/svg+xml')).toEqual(mislabelled)
      expect(await refusal(file, 'text/html')).toEqual(mislabelled)
    }
  })

  test.for(formats)('%s cut off anywhere', async ([type, make]) => {
    const file = await make()
    for (const part of [0.02, 0.3, 0.6, 0.9]) {
      const cut = file.subarray(0, Math.max(16, Math.floor(file.length * part)))
      expect(await refusal(cut, type)).toEqual(unreadable)
    }
  })

  test.for(formats)('noise that begins like %s', async ([type, make]) => {
    const file = await make()
    const noise = Buffer.alloc(4_000)
    for (let at = 0; at < noise.length; at++) noise[at] = (at * 7919 + (at >> 3) * 31) % 256
    expect(await refusal(Buffer.concat([file.subarray(0, 16), noise]), type)).toEqual(unreadable)
  })

  test.for(formats)('%s that is an archive too', async ([type, make]) => {
    expect(await refusal(Buffer.concat([await make(), emptyZip]), type)).toEqual(unreadable)
  })

  test.for(formats)('%s with a page behind it', async ([type, make]) => {
    const page = Buffer.from('<html><script>alert(1)</script></html>')
    expect(await refusal(Buffer.concat([await make(), page]), type)).toEqual(unreadable)
  })

  test.for(['%PDF-1.7', '<?php system($_GET[0]);', 'var a=1;', '\x7fELF', 'Rar!\x1a\x07'])(
    'a progressive JPEG that %j follows',
    async (other) => {
      const picture = await aPicture().jpeg({ progressive: true }).toBuffer()
      const both = Buffer.concat([picture, Buffer.from(other, 'latin1')])
      expect(await refusal(both, 'image/jpeg')).toEqual(unreadable)
    },
  )

  test('an image too small to see', async () => {
    expect(await refusal(aPicture(31, 200).png().toBuffer(), 'image/png')).toEqual({
      status: 422,
      code: 'image_too_small',
      fields: ['file'],
    })
  })

  test('a small file that would be huge when unpacked, quickly and without its memory', async () => {
    const bomb = pngOf(30_000, 30_000)
    expect(bomb.length).toBeLessThan(200_000)
    const memoryBefore = process.memoryUsage.rss()
    const took = await processorMs(async () => {
      expect(await refusal(bomb, 'image/png')).toEqual({
        status: 413,
        code: 'image_too_large',
        fields: ['file'],
      })
    }, 3_000)
    expect(took).toBeLessThan(3_000)
    // Its pixels would take 2.7 GB; what else runs in this process may take some of its own.
    expect(process.memoryUsage.rss() - memoryBefore).toBeLessThan(1_000_000_000)
  })

  test('what is packed beside the pixels is not unpacked into memory', async () => {
    const bomb = pngOf(400, 400, unpackingTo(1_000_000_000))
    const memoryBefore = process.memoryUsage.rss()
    expect(await processorMs(() => refusal(bomb, 'image/png'), 5_000)).toBeLessThan(5_000)
    expect(process.memoryUsage.rss() - memoryBefore).toBeLessThan(500_000_000)
  })
})
