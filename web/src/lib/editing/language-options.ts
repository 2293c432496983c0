import type { I18n } from '#lib/i18n/i18n.ts'
import { writtenLanguages } from '#lib/i18n/languages.ts'

/** The languages that people are likely to write in, and those that are chosen already. */
export const languageOptions = ({ t, language }: Pick<I18n, 't' | 'language'>, chosen: string[]) =>
  [...new Set([...writtenLanguages, ...chosen])].filter(Boolean).map((value) => ({
    value,
    label: value === 'und' ? t('edit.language.unknown') : language(value),
  }))
