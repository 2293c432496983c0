import anyAscii from 'any-ascii'

/** A text without accents, case and punctuation, its words apart by one space; `folded_words` is its like in SQL. */
export const foldWords = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** Letters and digits only, in lower case and Latin script, to compare what people write. */
export const fold = (text: string): string =>
  anyAscii(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
