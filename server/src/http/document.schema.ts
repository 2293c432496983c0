import Type, { type Static, type TSchema } from 'typebox'
import { imageRoles, textOrigins } from '@maillage/db'
import { nullable, oneOf, Slug, withDefault } from './schema.ts'

/** Of ISO 639-1, with `und` where it is not known and codes of ISO 639-3 where there is no shorter one. */
const LANGUAGE_CODES =
  'aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo ' +
  'es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki ' +
  'kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr ' +
  'nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ' +
  'ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'

const LANGUAGE = `^(?:${LANGUAGE_CODES.replaceAll(' ', '|')}|[a-z]{3})$`

export const LanguageCode = Type.String({
  pattern: LANGUAGE,
  description: 'ISO 639-1; ISO 639-3 where there is no shorter code, `und` where it is not known.',
  examples: ['ro'],
})

/** What the database cannot hold, or what no one can mean: control characters and halves of surrogate pairs. */
const FORBIDDEN = '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f\\ud800-\\udfff\\ufffe\\uffff'

/** One line with something in it. */
export const Line = (maxLength: number, options: object = {}) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: `^(?=.*\\S)[^\\t\\n\\r${FORBIDDEN}]*$`,
    ...options,
  })

/** Lines and paragraphs with something in them. */
export const Prose = (maxLength: number, options: object = {}) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern: `^(?=[\\s\\S]*\\S)[^${FORBIDDEN}]*$`,
    ...options,
  })

/** Absolute, over HTTP, without a name or password in it. */
export const WebAddress = Type.String({
  maxLength: 2_000,
  pattern: `^[hH][tT][tT][pP][sS]?://[^\\s/?#@\\\\<>"${FORBIDDEN}]+(?:[/?#][^\\s\\\\<>"${FORBIDDEN}]*)?$`,
  examples: ['https://www.cries.ro/'],
})

export const SlugOf = (what: string) => Slug(200, { description: `The slug of ${what}.` })

export const CountryCode = Type.String({ pattern: '^[A-Z]{2}$', examples: ['RO'] })

/** A day of the calendar between the years 1000 and 2199. */
export const Day = Type.String({
  format: 'date',
  pattern: '^(?:1\\d|2[01])\\d{2}-',
  examples: ['2027-06-30'],
})

/** An object that refuses what it does not name. */
export const strict = <const P extends Record<string, TSchema>>(properties: P, options = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options })

/** A text in one language. `maxLength` is that of the longest field. */
export const writtenText = (Content: ReturnType<typeof Prose>) =>
  strict({
    language: LanguageCode,
    text: Content,
    origin: oneOf(textOrigins, {
      description: 'Written in this language, or translated by a person or a machine.',
    }),
    isStale: withDefault(
      Type.Boolean({
        default: false,
        description:
          'The original changed after this translation was made. Send false for a stale translation that is still right.',
      }),
    ),
  })

/** The same text in several languages, each once. */
export const WrittenTexts = (Content: ReturnType<typeof Prose>) =>
  Type.Array(writtenText(Content), { maxItems: 40 })

export type WrittenText = Static<ReturnType<typeof writtenText>>

export const Suggestion = strict(
  { label: Line(100), language: LanguageCode },
  { description: 'A concept that the vocabulary lacks; moderators fold it in.' },
)
export type Suggestion = Static<typeof Suggestion>

export const ConceptSlugs = Type.Array(SlugOf('a concept of the vocabulary'), {
  maxItems: 50,
  uniqueItems: true,
})

export const DocumentImage = strict({
  key: Type.String({ pattern: '^[A-Za-z0-9_-]{1,100}$' }),
  role: oneOf(imageRoles),
  alt: Type.Record(Type.String({ pattern: LANGUAGE }), Line(500), {
    minProperties: 1,
    maxProperties: 40,
    additionalProperties: false,
    description: 'What is to be seen, by language.',
  }),
  credit: nullable(Line(300)),
})
export type DocumentImage = Static<typeof DocumentImage>

export const DocumentImages = Type.Array(DocumentImage, { maxItems: 20 })

/** A year, a month or a day between the years 1000 and 2199. */
export const DocumentDate = Type.String({
  description: 'As exact as it is known.',
  pattern: '^(?:1\\d|2[01])\\d{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?)?$',
  examples: ['2020-09'],
})
