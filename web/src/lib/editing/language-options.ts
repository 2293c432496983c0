import type { I18n } from '#lib/i18n/i18n.ts'
import { languages, writtenLanguages } from '#lib/i18n/languages.ts'

const isOfPages = (value: string) => languages.some((each) => each === value)

/** The languages that people are likely to write in, and those that are chosen already: those of the pages first. */
export const languageOptions = (
  { t, language, lang }: Pick<I18n, 't' | 'language' | 'lang'>,
  chosen: string[],
) =>
  [...new Set([...writtenLanguages, ...chosen])]
    .filter(Boolean)
    .map((value) => ({
      value,
      label: value === 'und' ? t('edit.language.unknown') : language(value),
    }))
    .sort(
      (one, other) =>
        Number(isOfPages(other.value)) - Number(isOfPages(one.value)) ||
        one.label.localeCompare(other.label, lang),
    )
