import { describe, expect, test } from 'vitest'
import {
  cleanLine,
  cleanProse,
  isTestName,
  isTestRecord,
  readNumber,
  readPair,
  readUrl,
  readYear,
} from './clean.rules.ts'
import { fold } from '../http/fold.ts'
import { readCountry } from './countries.rules.ts'
import { readLanguage } from './languages.rules.ts'
import { boundary, readPartialDate } from '../http/partial-date.rules.ts'
import { slugCandidates, slugify } from '../http/slug.rules.ts'
import { processorMs } from '../processor-time.ts'

test.each([
  ['plain text stays', 'a < b & c > d', 'a < b & c > d'],
  ['paragraphs become lines', '<p>One</p><p>Two&nbsp;three</p>', 'One\n\nTwo three'],
  ['scripts are dropped', 'Hello<script>alert("x")</script> you', 'Hello you'],
  ['styles are dropped', '<style>p { color: red }</style>Text', 'Text'],
  ['links keep their text only', '<a href="https://x.org/?a=1">our site</a>', 'our site'],
  ['lists keep their items', '<ul><li>One</li><li>Two</li></ul>', '• One\n• Two'],
  ['headings are not shouted', '<h2>Vision</h2>Text', 'Vision\n\nText'],
  ['text escaped twice is unescaped', '&lt;b&gt;bold&lt;/b&gt; &amp;amp; more', 'bold & more'],
  ['an escaped script does not come back', '&lt;script&gt;alert(1)&lt;/script&gt;Hi', 'Hi'],
  ['unclosed tags do no harm', '<div><p>Open <b>text', 'Open text'],
  ['entities in plain text', 'R&eacute;seau\nd&#39;ici', "Réseau\nd'ici"],
  ['e-mail addresses are removed', 'Write to anna.b@example.org now', 'Write to now'],
  ['also where they are disguised', 'E-mail: anna (at) example.org', ''],
  ['telephone numbers are removed', 'Tel.: +36 88 264 911, come in', ', come in'],
  ['in capitals', 'Contact: info(AT)example.org!', 'Contact: !'],
  ['with spaces', 'anna ( at ) example.org, bela [at] example [dot] org', ','],
  ['also in other words', 'anna {at} example (punkt) de', ''],
  ['national telephone numbers', 'Appelez le 06 12 34 56 78 ou 030/1234567', 'Appelez le ou'],
  ['in British ways', 'Call (020) 7946 0958 or 01632-960001.', 'Call or .'],
  ['dates stay', 'On 01.02.2020 10 people, 01/02/2020', 'On 01.02.2020 10 people, 01/02/2020'],
  ['years and prices stay', 'From 1998 to 2004, 12 000 people', 'From 1998 to 2004, 12 000 people'],
])('prose: %s', (_, html, text) => {
  expect(cleanProse(html)).toBe(text)
})

/** Far below what a pattern takes that tries everything; of the processor, since machines are busy. */
const MOST_CPU_MS = 600
const repeated = (text: string) => text.repeat(Math.ceil(100_000 / text.length)).slice(0, 100_000)
test.each([
  'a',
  ' ',
  '\n',
  ' ,',
  ', \n',
  'a@',
  'a.',
  '@',
  '<a',
  '<a ',
  '</a',
  '<!',
  '&',
  '&a',
  '&#1',
  '&amp;',
  '&amp;lt;b ',
  'tel ',
  'tel',
  '+1(',
  '0',
  '01 ',
  '0 (',
  '(at)',
  ' (',
  '[at',
  'a [',
  '1 ',
  '1,',
  '-',
  ';',
  ', http:',
  '<b>',
  '<p><b>',
  'mailto:',
  'a a',
  'email : ',
  'é',
  'test1',
])('a cell of %j a hundred thousand times is read at once', async (part) => {
  for (const cell of [
    repeated(part),
    `+${repeated(part)}`,
    `tel${repeated(part)}x`,
    `test ${repeated(part)}x`,
    `<a ${repeated(part)}@x.y`,
  ]) {
    for (const read of [
      cleanProse,
      cleanLine,
      readNumber,
      readPair,
      readUrl,
      readYear,
      readCountry,
      readLanguage,
      readPartialDate,
    ]) {
      const took = await processorMs(() => read(cell), MOST_CPU_MS)
      expect(took, `${read.name} of ${cell.slice(0, 12)}`).toBeLessThan(MOST_CPU_MS)
    }
    const took = await processorMs(() => isTestName(cell.slice(0, 300)), MOST_CPU_MS)
    expect(took).toBeLessThan(MOST_CPU_MS)
  }
})

test('a line has no line breaks', () => {
  expect(cleanLine(' Largo\n Residências&nbsp; ')).toBe('Largo Residências')
})

test.each([
  ['48.5', 48.5],
  ['-8,61099', -8.61099],
  ['+3', 3],
  ['1 234', 1234],
  ['12.3.4', undefined],
  ['north', undefined],
])('the number %s', (text, number) => {
  expect(readNumber(text)).toBe(number)
})

test.each([
  ['48.13,11.52', [48.13, 11.52]],
  ['48.13, 11.52', [48.13, 11.52]],
  ['48,13; 11,52', [48.13, 11.52]],
  ['48,13 11,52', [48.13, 11.52]],
  ['(48.13 11.52)', [48.13, 11.52]],
  ['POINT(11.52 48.13)', [11.52, 48.13]],
  ['48.13', undefined],
  ['somewhere', undefined],
])('the pair %s', (text, pair) => {
  expect(readPair(text)).toEqual(pair)
})

test.each([
  ['www.cnr.it', 'https://www.cnr.it'],
  ['http://example.org/a b', 'http://example.org/a'],
  ['http:/example.org', 'http://example.org'],
  ['update6', undefined],
  ['contact@example.org', undefined],
  ['mailto:a@example.org', undefined],
  ['javascript:alert(1)', undefined],
  ['https://example.org/?to=a@example.org', undefined],
  ['https://medium.com/@maillage', 'https://medium.com/@maillage'],
])('the address %s', (text, url) => {
  expect(readUrl(text)).toBe(url)
})

test.each([
  ['Österreich', 'AT'],
  ['ÖSterreich', 'AT'],
  ['England', 'GB'],
  ['uk', 'GB'],
  ['EL', 'GR'],
  ['Ελλάδα', 'GR'],
  ['Frace', 'FR'],
  ['Italu', 'IT'],
  ['Cypres', 'CY'],
  ['Portogallo', 'PT'],
  ['România', 'RO'],
  ['Latvija', 'LV'],
  ['Slovenija', 'SI'],
  ['Magyarország', 'HU'],
  ['Belgique', 'BE'],
  ['DEU', 'DE'],
  ['Iran, Islamic Republic of', 'IR'],
  ['Korea, Republic of', 'KR'],
  ['Palestine, State of', 'PS'],
  ['Tanzania, United Republic of', 'TZ'],
  ['Côte d’Ivoire', 'CI'],
  ['XK', 'XK'],
  ['ABERDEEN', undefined],
  ['International', undefined],
  ['', undefined],
])('the country %s is %s', (text, code) => {
  expect(readCountry(text)).toBe(code)
})

test.each([
  ['fr', 'fr'],
  ['FR-be', 'fr'],
  ['français', 'fr'],
  ['Hungarian', 'hu'],
  ['gr', 'el'],
  ['Klingon', undefined],
])('the language %s', (text, code) => {
  expect(readLanguage(text)).toBe(code)
})

test.each([
  ['2020', '2020'],
  ['2020-9', '2020-09'],
  ['2020-09-21T10:00', '2020-09-21'],
  ['21.9.2020', '2020-09-21'],
  ['09/2020', '2020-09'],
  ['2021-02-30', undefined],
  ['NA', undefined],
])('the date %s', (text, date) => {
  expect(readPartialDate(text)).toBe(date)
})

test('a month that ends a period ends with its last day', () => {
  expect(boundary('2024-02', 'last')).toEqual({ on: '2024-02-29', precision: 'month' })
  expect(boundary('2024', 'last')).toEqual({ on: '2024-12-31', precision: 'year' })
  expect(boundary('2024', 'first')).toEqual({ on: '2024-01-01', precision: 'year' })
})

test('years are found in what is written around them', () => {
  expect(readYear('founded in 1997')).toBe(1997)
  expect(readYear('12345')).toBeUndefined()
})

describe('junk', () => {
  test.each(['test', 'TEST', 'Test 2', 'test test', 'asdf', 'Testing'])(
    '%s is a test name',
    (name) => {
      expect(isTestName(name)).toBe(true)
    },
  )
  test.each(['Testaccio', 'myfastestmile c.i.c.', 'Protest', 'Test-Achats'])(
    '%s is a name',
    (name) => {
      expect(isTestName(name)).toBe(false)
    },
  )
  test('organisations may be called so, if something else is said of them', () => {
    expect(isTestName('Bar')).toBe(true)
    expect(isTestName('Bar', false)).toBe(false)
    expect(isTestName('Test', false)).toBe(true)
  })
  test('single letters are a test record, a real one with stray letters is not', () => {
    expect(isTestRecord({ a: 'b', c: 'd', 'geometry.lat': '48', _id: '17' })).toBe(true)
    expect(isTestRecord({ name: 'Bulgarian Food Bank', a: 'b', c: 'd' })).toBe(false)
  })
})

test('slugs are Latin, short and told apart by town, then by key', () => {
  expect(slugify('Ελληνική Τράπεζα & Co.')).toMatch(/^[a-z0-9-]+$/)
  expect(slugify('word '.repeat(40)).length).toBeLessThanOrEqual(70)
  expect(slugCandidates('Le 108', 'Orléans', '7')).toEqual([
    'le-108',
    'le-108-orleans',
    expect.stringMatching(/^le-108-[0-9a-f]{8}$/),
  ])
  expect(fold('Győr – ßtraße Øst')).toBe('gyor sstrasse ost')
})
