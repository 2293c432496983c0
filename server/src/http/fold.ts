/** A text without accents, case and punctuation, its words apart by one space; `folded_words` is its like in SQL. */
export const foldWords = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
