import IntlMessageFormat from 'intl-messageformat'
import { interfaceLanguages } from '@maillage/db'
import type { Language } from '../http/schema.ts'
import en from './messages/en.json' with { type: 'json' }
import fr from './messages/fr.json' with { type: 'json' }
import hu from './messages/hu.json' with { type: 'json' }
import it from './messages/it.json' with { type: 'json' }
import pt from './messages/pt.json' with { type: 'json' }
import ro from './messages/ro.json' with { type: 'json' }

/**
 * Mails by name: `name.subject`, `name.text` (paragraphs after empty lines) and, where there is a button, `name.action`.
 */
type Key = keyof typeof en
export type MailTemplate = Key extends infer K
  ? K extends `${infer T}.subject`
    ? T
    : never
  : never

type ReasonTemplate = Key extends infer K ? (K extends `reason.${infer T}` ? T : never) : never

const messages: Record<Language, Record<Key, string>> = { en, fr, it, pt, hu, ro }

export interface MailContent {
  subject: string
  paragraphs: string[]
  /** The button's label. */
  action: string | null
}

/** The words of a mail in a language, as plain text. */
export function writeMail(
  template: MailTemplate,
  language: Language,
  params: Record<string, string | number>,
): MailContent {
  const say = (key: string) => {
    const message = (messages[language] as Record<string, string>)[key]
    if (message === undefined) return null
    return String(
      new IntlMessageFormat(message, language, undefined, { ignoreTag: true }).format(params),
    )
  }
  return {
    subject: (say(`${template}.subject`) ?? '').replace(/\s+/g, ' '),
    paragraphs: (say(`${template}.text`) ?? '').split('\n\n'),
    action: say(`${template}.action`),
  }
}

/** What stands below every mail. */
export const mailFooter = (language: Language) => messages[language]['frame.footer']

/** A ready-made reason why something was declined. */
export function writeReason(template: ReasonTemplate, language: Language): string {
  return messages[language][`reason.${template}`]
}

/** The language to write in: the one asked for where the interface has it, else English. */
export function toMailLanguage(language: string): Language {
  return interfaceLanguages.find((each) => each === language) ?? 'en'
}
