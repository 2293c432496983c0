import sharp from 'sharp'
import { Problem } from '../http/problem.ts'
import { hasSecondContent, type ImageType, imageTypes, kindOf } from './image-kinds.rules.ts'

// Whatever a file claims to be, libvips reads these four formats only.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
})
sharp.cache(false)
sharp.concurrency(1)

export const MOST_BYTES = 12 * 1024 * 1024
/** The largest that a phone takes by default, 8064 × 6048. */
const MOST_PIXELS = 50_000_000
const FEWEST_ACROSS = 32
const MOST_SECONDS = 15
const TALLEST = 1920

/** How wide an image is offered; a smaller one is offered as it is. */
export const imageWidths = [320, 640, 1280] as const
const WIDEST = 1280

export interface EncodedImage {
  width: number
  height: number
  files: { width: number; mediaType: string; bytes: Buffer }[]
}

const refused = (code: 'image_unreadable' | 'image_mislabelled', message: string) =>
  new Problem(422, code, message, { file: message })

/** One after the other: the pixels of one image at a time are what this process has memory for. */
let last: Promise<unknown> = Promise.resolve()

/**
 * Makes an uploaded file an image of ours, in several widths: upright, in sRGB, without anything but its pixels. Throws a
 * Problem if it is not the image that it says it is.
 */
export function encodeImage(file: Buffer, declared: string): Promise<EncodedImage> {
  const encoded = last.then(() => encode(file, declared))
  last = encoded.catch(() => undefined)
  return encoded
}

async function encode(file: Buffer, declared: string): Promise<EncodedImage> {
  const kind = kindOf(file)
  if (!kind) {
    throw new Problem(415, 'unsupported_media_type', 'Send a JPEG, PNG, WebP or AVIF image.', {
      file: `must be one of ${imageTypes.join(', ')}`,
    })
  }
  if (kind !== declared) {
    throw refused('image_mislabelled', `is ${kind} although it says that it is ${declared}`)
  }
  if (hasSecondContent(file, kind)) {
    throw refused('image_unreadable', 'has something else behind the image')
  }
  await checkSize(file, kind)
  try {
    return await reencode(file)
  } catch {
    throw refused('image_unreadable', 'is damaged or incomplete')
  }
}

const open = (file: Buffer) =>
  sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true })

/** Looks at the header only. */
async function checkSize(file: Buffer, kind: ImageType): Promise<void> {
  let size: { width: number; height: number }
  try {
    const { format, width, height } = await sharp(file, { limitInputPixels: false }).metadata()
    if (format !== { 'image/avif': 'heif' }[kind as string] && `image/${format}` !== kind) {
      throw new Error(`libvips takes it for ${format}`)
    }
    size = { width, height }
  } catch {
    throw refused('image_unreadable', 'is damaged or incomplete')
  }
  const { width, height } = size
  if (width * height > MOST_PIXELS) {
    const most = `must have at most ${String(MOST_PIXELS / 1e6)} million pixels`
    throw new Problem(413, 'image_too_large', `The image ${most}.`, { file: most })
  }
  if (Math.min(width, height) < FEWEST_ACROSS) {
    const least = `must have at least ${String(FEWEST_ACROSS)} pixels across and down`
    throw new Problem(422, 'image_too_small', `The image ${least}.`, { file: least })
  }
}

async function reencode(file: Buffer): Promise<EncodedImage> {
  const { data, info } = await open(file)
    .timeout({ seconds: MOST_SECONDS })
    .autoOrient()
    .resize({ width: WIDEST, height: TALLEST, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const widths = [...imageWidths.filter((each) => each < width), width]
  const files: EncodedImage['files'] = []
  for (const each of widths) {
    const bytes = await sharp(data, { raw: { width, height, channels } })
      .resize({ width: each })
      .webp({ quality: 80, smartSubsample: true })
      .timeout({ seconds: MOST_SECONDS })
      .toBuffer()
    files.push({ width: each, mediaType: 'image/webp', bytes })
  }
  return { width, height, files }
}
