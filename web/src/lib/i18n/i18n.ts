import { createContext } from 'svelte'
import { IntlMessageFormat } from 'intl-messageformat'
import { createFormats, type Formats } from './formats.ts'
import type { Language } from './languages.ts'
import type { MessageKey, Messages } from './messages.ts'

export type Values = Record<string, string | number>
export type Translate = (key: MessageKey, values?: Values) => string
export type Part = { tag: string | null; text: string }

export interface I18n extends Formats {
  lang: Language
  t: Translate
  /** A message with tags such as `<b>`, cut at them. */
  parts: (key: MessageKey, values?: Values) => Part[]
  /** The text of a key that is only known at run time, such as a kind that the API names. */
  name: (group: NameGroup, value: string) => string
  /** A path of this site in the reader's language. */
  href: (path: string) => string
}

export type NameGroup =
  | 'actorKind'
  | 'collaborationKind'
  | 'activityKind'
  | 'role'
  | 'part'
  | 'evidence'
  | 'freshness'
  | 'scope'
  | 'linkKind'
  | 'offerKind'
  | 'held.table'
  | 'held.field'
  | 'held.code'
  | 'held.mail'
  | 'contact.state'
  | 'edit.act'
  | 'nav'
  | 'report.kind'
  | 'review.kind'
  | 'review.risk'
  | 'review.role'
  | 'review.status'
  | 'review.words'
  | 'field'

const tags = ['b', 'a'] as const

export function createI18n(lang: Language, messages: Messages): I18n {
  const compiled = new Map<string, IntlMessageFormat>()

  const message = (key: MessageKey) => {
    let format = compiled.get(key)
    if (!format) compiled.set(key, (format = new IntlMessageFormat(messages[key], lang)))
    return format
  }

  return {
    lang,
    ...createFormats(lang),
    t: (key, values) => String(message(key).format(values)),
    parts: (key, values) => {
      const marks = Object.fromEntries(
        tags.map((tag) => [tag, (chunks: unknown[]): Part => ({ tag, text: chunks.join('') })]),
      )
      const result = message(key).format<Part>({ ...values, ...marks })
      return [result]
        .flat()
        .map((part) => (typeof part === 'object' ? part : { tag: null, text: part }))
    },
    name: (group, value) => {
      const key = `${group}.${value}`
      return key in messages
        ? String(message(key as MessageKey).format())
        : value.replaceAll('_', ' ')
    },
    href: (path) => `/${lang}${path === '/' ? '' : path}`,
  }
}

export const [useI18n, setI18n] = createContext<I18n>()
