import { compile } from 'html-to-text'
import { fold } from '../http/fold.ts'

const EMPTY = new Set(['', '-', '--', '—', '–', '.', '?', 'n/a', 'null', 'undefined', '#n/a'])
const LONGEST_EMPTY = 9

// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff\ufffe\uffff]/g
const hasControl = new RegExp(CONTROL.source)

/** The cell without surrounding space, or nothing where it stands for nothing. */
export function cellText(cell: string, empty: ReadonlySet<string>): string | undefined {
  // Neither control characters nor halves of surrogate pairs can be stored.
  const storable = hasControl.test(cell) ? cell.replace(CONTROL, '') : cell
  const text = (storable.isWellFormed() ? storable : storable.toWellFormed()).trim()
  const isEmpty = text.length <= LONGEST_EMPTY && EMPTY.has(text.toLowerCase())
  return isEmpty || empty.has(text) ? undefined : text
}

const TAG = /<\/?[a-z!][^<>]*>/i
const ENTITY = /&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{1,31}\d{0,4});/i

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
  if (!/[<&]/.test(text)) return text
  let cleaned = text
  for (let pass = 0; pass < 3 && (TAG.test(cleaned) || ENTITY.test(cleaned)); pass++) {
    // A plain text keeps its line breaks, which HTML would fold.
    const html = TAG.test(cleaned) ? cleaned : cleaned.replace(/\n/g, '<br>')
    cleaned = toText(html)
  }
  return cleaned
}

// Every repetition has a bound, and a name begins where no name goes on: hostile cells take no longer than others.
const gap = String.raw`[ \t\u00a0]{0,3}`
const name = String.raw`[\p{L}\p{N}._%+-]`
const bracketed = (words: string) => `[([{<]${gap}(?:${words})${gap}[)\\]}>]`
const at = `${gap}(?:@|${bracketed('at|ät|arobase|arroba|chiocciola|kukac')})${gap}`
const dot = `(?:\\.|${gap}${bracketed(String.raw`dot|punkt|point|punto|pont|punct|\.`)}${gap})`
const label = String.raw`(?<!${name})(?:e-?mails?|courriel|mailto|correo)${gap}[:：]?${gap}`
const EMAIL = new RegExp(
  `(?:${label})?(?<!${name})${name}{1,200}${at}[\\p{L}\\p{N}-]{1,63}(?:${dot}[\\p{L}\\p{N}-]{1,63}){1,8}`,
  'giu',
)
const isEmail = new RegExp(EMAIL.source, 'iu')
const PHONE =
  /(?:(?<!\p{L})(?:t[eé]l(?:efo+n|éfono|efono|[eé]phone)?|phone|fon|fax|mob(?:ile|il)?|handy|gsm)(?!\p{L})\.?\s{0,3}[:.]?\s{0,3}\+?|\+)[\d(][\d\s()./-]{6,25}\d/giu
/** As they are written within a country: 06 12 34 56 78, 030/1234567, 020 7946 0958; no dates. */
const NATIONAL_PHONE =
  /(?<![\p{L}\d.,/-])(?!\d\d[./-]\d\d[./-](?:19|20)\d\d(?!\d))\(?0\d{1,4}\)?(?:[ ./-]{0,1}\d){6,9}(?![\d,])/gu

/** Without e-mail addresses and telephone numbers: those of people must not leak (product.md, rule 6). */
export function withoutContacts(text: string): string {
  const withoutAddresses = /[@)\]}>]/.test(text) ? text.replace(EMAIL, '') : text
  return /\d{2}/.test(withoutAddresses) ? withoutAddresses.replace(PHONE, '') : withoutAddresses
}

/** One line of clean text. */
export function cleanLine(text: string): string {
  return withoutContacts(withoutHtml(text)).replace(/\s+/gu, ' ').trim()
}

/** Paragraphs of clean text. */
export function cleanProse(text: string): string {
  return withoutContacts(withoutHtml(text.replace(/\r\n?/g, '\n')))
    .replace(NATIONAL_PHONE, '')
    .replace(/[ \t\u00a0\u200b]+/gu, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** What is longer holds no number or two; looking would take long. */
const LONGEST_NUMBERS = 200

/** A number, also with a decimal comma. */
export function readNumber(text: string): number | undefined {
  if (text.length > LONGEST_NUMBERS) return undefined
  const plain = text.replace(/\s/g, '')
  if (!/^[+-]?\d*[.,]?\d+(e[+-]?\d+)?$/i.test(plain)) return undefined
  return Number(plain.replace(',', '.'))
}

/** Two numbers in one cell: `lat,lng`, `lat lng`, `lat; lng`, `(lat, lng)`, with decimal points or commas. */
export function readPair(text: string): [number, number] | undefined {
  if (text.length > LONGEST_NUMBERS) return undefined
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
  const [first = ''] = text
    .trim()
    .slice(0, 10_000)
    .split(/[\s;]+|,\s*(?=(?:https?:|www\.))/i)
  const completed = /^[a-z][a-z0-9+.-]*:/i.test(first)
    ? first.replace(/^(https?):\/*/i, '$1://')
    : `https://${first.replace(/^\/+/, '')}`
  if (completed.length > 2_000 || !/^https?:/i.test(completed) || !URL.canParse(completed))
    return undefined
  const url = new URL(completed)
  if (url.username || url.password || !/\.[\p{L}\p{N}-]{2,}\.?$/u.test(url.hostname)) {
    return undefined
  }
  if (isEmail.test(decodeSafely(url.href))) return undefined
  return completed
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

const TEST_NAMES = new Set([
  'test',
  'tests',
  'testing',
  'test test',
  'tester',
  'asdf',
  'qwerty',
  'foo bar',
  'lorem ipsum',
])
/** Names of some organisations too: it depends on what else is said. */
const LIKELY_TEST_NAMES = new Set([
  'xxx',
  'foo',
  'bar',
  'example',
  'dummy',
  'aaa',
  'abc',
  'name',
  'untitled',
  'sample',
])

/** A name that someone typed to try things out; `isBare` where nothing else is said of it. */
export function isTestName(name: string, isBare = true): boolean {
  const folded = fold(name)
  return (
    TEST_NAMES.has(folded) ||
    (isBare && LIKELY_TEST_NAMES.has(folded)) ||
    /^test(?:ing)?(?: ?(?:test|entry|record|organisation|org|\d))+$/.test(folded)
  )
}

/** Cells that hold single letters only, such as `{"a": "b", "c": "d"}`: someone tried things out. */
export function isTestRecord(cells: Record<string, string>): boolean {
  let isFilled = false
  for (const [column, cell] of Object.entries(cells)) {
    if (column.startsWith('geometry.') || column.startsWith('_')) continue
    const text = cell.trim()
    if (text === '') continue
    if (column.length !== 1 || text.length !== 1) return false
    isFilled = true
  }
  return isFilled
}
