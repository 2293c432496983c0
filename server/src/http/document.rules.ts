import { readPartialDate } from './partial-date.rules.ts'
import type { WrittenText } from './document.schema.ts'

/** What is wrong with each field of a document, by its name. */
export type Faults = Record<string, string>

/** The faults of all parts of a document. */
export const allFaults = (parts: readonly Faults[]): Faults =>
  Object.fromEntries(parts.flatMap((faults) => Object.entries(faults)))

/** Whether something comes twice, as `key` sees it. */
export function hasTwice<T>(list: readonly T[], key: (each: T) => string): boolean {
  return new Set(list.map(key)).size < list.length
}

/** Faults of texts: each language once, and an original for what was translated. */
export function textFaults(texts: Record<string, readonly WrittenText[]>): Faults {
  const faults: Faults = {}
  for (const [field, written] of Object.entries(texts)) {
    if (hasTwice(written, ({ language }) => language)) {
      faults[`texts.${field}`] = 'has a language twice'
    } else if (written.length > 0 && !written.some(({ origin }) => origin === 'original')) {
      faults[`texts.${field}`] = 'must have an original'
    }
  }
  return faults
}

/** Faults of translations of what the document holds in its own language. */
export function translationFaults(
  field: string,
  translations: readonly WrittenText[],
  own: string,
): Faults {
  if (translations.some(({ language }) => language === own)) {
    return { [field]: 'has a translation into the language of the document itself' }
  }
  return hasTwice(translations, ({ language }) => language)
    ? { [field]: 'has a language twice' }
    : {}
}

/** Faults of a period whose ends may be known to the year only. */
export function periodFaults(field: string, start: string | null, end: string | null): Faults {
  for (const date of [start, end]) {
    if (date !== null && readPartialDate(date) !== date)
      return { [field]: 'is not on the calendar' }
  }
  // A year compares with a day of it by what both say.
  const length = Math.min(start?.length ?? 0, end?.length ?? 0)
  return start && end && end.slice(0, length) < start.slice(0, length)
    ? { [field]: 'ends before it starts' }
    : {}
}
