import anyAscii from 'any-ascii'
import { compile } from 'html-to-text'

/** Letters and digits only, in lower case and Latin script, to compare what people write. */
export const fold = (text: string): string =>
  anyAscii(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

const EMPTY = new Set(['', '-', '--', '—', '–', '.', '?', 'n/a', 'null', 'undefined', '#n/a'])

// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff\ufffe\uffff]/g

/** The cell without surrounding space, or nothing where it stands for nothing. */
export function cellText(cell: string, empty: ReadonlySet<string>): string | undefined {
  // Neither control characters nor halves of surrogate pairs can be stored.
  const text = cell.replace(CONTROL, '').toWellFormed().trim()
  return EMPTY.has(text.toLowerCase()) || empty.has(text) ? undefined : text
}

const TAG = /<\/?[a-z!][^>]*>/i
const ENTITY = /&(#\d+|#x[0-9a-f]+|[a-z]+\d*);/i

const skipped = ['script', 'style', 'iframe', 'object', 'noscript', 'template', 'svg', 'img']
const toText = compile({
  wordwrap: false,
  selectors: [
    ...skipped.map((selector) => ({ selector, format: 'skip' })),
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'ul', options: { itemPrefix: '• ', leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
      selector,
      options: { uppercase: false },
    })),
    { selector: 'table', format: 'block' },
  ],
  limits: { maxInputLength: 200_000, maxDepth: 50 },
})

/** What a reader sees of HTML. Text that was escaped twice is unescaped twice. */
function withoutHtml(text: string): string {
  let cleaned = text
  for (let pass = 0; pass < 3 && (TAG.test(cleaned) || ENTITY.test(cleaned)); pass++) {
    // A plain text keeps its line breaks, which HTML would fold.
    const html = TAG.test(cleaned) ? cleaned : cleaned.replace(/\n/g, '<br>')
    cleaned = toText(html)
  }
  return cleaned
}

const EMAIL =
  /(?:\b(?:e-?mails?|courriel|mailto|correo)\s*[:：]?\s*)?[\p{L}\p{N}._%+-]+\s?(?:@|\(at\)|\[at\]|\{at\})\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu
const PHONE =
  /(?:\b(?:tel(?:efon|éfono|efono|ephone)?|phone|fon|fax|mob(?:ile|il)?|handy|gsm)\b\.?\s*[:.]?\s*\+?|\+)[\d(][\d\s()./-]{6,}\d/giu

/** Without e-mail addresses and telephone numbers: those of people must not leak (product.md, rule 6). */
export function withoutContacts(text: string): string {
  if (!/[@\d]|at[)\]}]/.test(text)) return text
  return text.replace(EMAIL, '').replace(PHONE, '')
}

/** One line of clean text. */
export function cleanLine(text: string): string {
  return withoutContacts(withoutHtml(text)).replace(/\s+/gu, ' ').trim()
}

/** Paragraphs of clean text. */
export function cleanProse(text: string): string {
  return withoutContacts(withoutHtml(text.replace(/\r\n?/g, '\n')))
    .replace(/[ \t\u00a0\u200b]+/gu, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** A number, also with a decimal comma. */
export function readNumber(text: string): number | undefined {
  const plain = text.replace(/\s/g, '')
  if (!/^[+-]?\d*[.,]?\d+(e[+-]?\d+)?$/i.test(plain)) return undefined
  return Number(plain.replace(',', '.'))
}

/** Two numbers in one cell: `lat,lng`, `lat lng`, `lat; lng`, `(lat, lng)`, with decimal points or commas. */
export function readPair(text: string): [number, number] | undefined {
  const inside = text.replace(/^\s*(?:POINT\s*)?[([]\s*|\s*[)\]]\s*$/gi, '')
  const separated = /[;|/]/.test(inside)
    ? inside.split(/[;|/]/)
    : inside.includes('.')
      ? inside.split(/[,\s]+/)
      : /\s/.test(inside.trim())
        ? inside.trim().split(/,?\s+/)
        : inside.split(',')
  const [first, second, ...more] = separated.filter((part) => part.trim() !== '').map(readNumber)
  if (first === undefined || second === undefined || more.length > 0) return undefined
  return [first, second]
}

/** A web address, completed where the scheme is missing. */
export function readUrl(text: string): string | undefined {
  // Several in one cell: the first.
  const [first = ''] = text.trim().split(/[\s;]+|,\s*(?=(?:https?:|www\.))/i)
  const completed = /^[a-z][a-z0-9+.-]*:/i.test(first)
    ? first.replace(/^(https?):\/*/i, '$1://')
    : `https://${first.replace(/^\/+/, '')}`
  if (!/^https?:/i.test(completed) || !URL.canParse(completed)) return undefined
  const url = new URL(completed)
  if (url.username || url.password || !/\.[\p{L}\p{N}-]{2,}\.?$/u.test(url.hostname)) {
    return undefined
  }
  if (new RegExp(EMAIL.source, 'iu').test(decodeSafely(url.href))) return undefined
  return completed.length > 2_000 ? undefined : completed
}

function decodeSafely(href: string): string {
  try {
    return decodeURIComponent(href)
  } catch {
    return href
  }
}

/** A year that stands somewhere in the cell. */
export function readYear(text: string): number | undefined {
  const year = /(?:^|\D)(1[0-9]{3}|20[0-9]{2})(?:\D|$)/.exec(text)?.[1]
  return year === undefined ? undefined : Number(year)
}

const TEST_NAMES = new Set(
  ['test', 'tests', 'testing', 'test test', 'tester', 'asdf', 'qwerty', 'xxx', 'foo', 'bar'].concat(
    ['foo bar', 'lorem ipsum', 'example', 'dummy', 'aaa', 'abc', 'name', 'untitled', 'sample'],
  ),
)

/** A name that someone typed to try things out. */
export function isTestName(name: string): boolean {
  const folded = fold(name)
  return (
    TEST_NAMES.has(folded) ||
    /^(test|testing)( ?(test|entry|record|organisation|org|\d+))+$/.test(folded)
  )
}

/** Cells that hold single letters only, such as `{"a": "b", "c": "d"}`: someone tried things out. */
export function isTestRecord(cells: Record<string, string>): boolean {
  const filled = Object.entries(cells).filter(
    ([column, cell]) =>
      cell.trim() !== '' && !column.startsWith('geometry.') && !column.startsWith('_'),
  )
  return (
    filled.length > 0 &&
    filled.every(([column, cell]) => column.length === 1 && cell.trim().length === 1)
  )
}
