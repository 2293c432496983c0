/** A value of a document in words: entries of a list on lines of their own, without what is empty. */
export function describe(value: unknown): string {
  if (value === null || value === undefined || value === false) return ''
  if (value === true) return '✓'
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  const inside = Object.values(value)
    .map(describe)
    .filter((text) => text !== '')
  return inside.join(Array.isArray(value) && inside.some((text) => /\D/.test(text)) ? '\n' : ' · ')
}
