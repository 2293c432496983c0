import Type from 'typebox'
import { imageRoles, interfaceLanguages } from '@maillage/db'
import { named, nullable, oneOf, PRINTABLE, Text } from '../http/schema.ts'

export const ImageKey = Type.String({
  pattern: '^[A-Za-z0-9_-]{22}$',
  description: 'The public name of an image.',
  examples: ['Zr7QkVJx3mYw0tL5uA2bNg'],
})

const Widths = Type.Array(Type.Integer(), {
  description: 'In pixels, ascending; each is at `/images/{key}/{width}`, as WebP.',
  examples: [[320, 640, 1280]],
})

const Size = {
  width: Type.Integer({ description: 'Of the largest, in pixels.' }),
  height: Type.Integer({ description: 'Of the largest, in pixels.' }),
}

export const Image = named(
  'Image',
  Type.Object(
    {
      key: ImageKey,
      role: oneOf(imageRoles),
      alt: nullable(Text.ref),
      credit: nullable(Type.String()),
      ...Size,
      widths: Widths,
    },
    { description: 'A picture or logo, with what it shows in words.' },
  ),
)

export const UploadedImage = named(
  'UploadedImage',
  Type.Object(
    { key: ImageKey, ...Size, widths: Widths },
    { description: 'An image that belongs to no record yet; a document names it by its key.' },
  ),
)

const MOST_ALT_LENGTH = 500

/** An image in the document of a record: which, and what it shows in at least one language. */
export const DocumentImage = named(
  'DocumentImage',
  Type.Object(
    {
      key: ImageKey,
      role: oneOf(imageRoles),
      alt: Type.Partial(
        Type.Object(
          Object.fromEntries(
            interfaceLanguages.map((language) => [
              language,
              Type.String({ minLength: 1, maxLength: MOST_ALT_LENGTH, pattern: '\\S' }),
            ]),
          ),
        ),
        { additionalProperties: false, minProperties: 1 },
      ),
      credit: nullable(Type.String({ maxLength: 200, pattern: PRINTABLE })),
    },
    { additionalProperties: false },
  ),
)

export const imageSchemas = [Image.schema, UploadedImage.schema, DocumentImage.schema]
