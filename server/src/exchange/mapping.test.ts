import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { processorMs } from '../processor-time.ts'
import { describeMapping, guessMapping } from './guess-mapping.rules.ts'
import { parseMapping, publishedSchema } from './mapping.schema.ts'
import { readMapping } from './read-mapping.ts'
import { rowReader, type Row } from './rows.rules.ts'

const vocabulary = {
  theme: new Map([
    ['housing', 'housing'],
    ['habitat', 'housing'],
  ]),
  skill: new Map<string, string>(),
}
const row = (cells: Record<string, string>): Row => ({ line: 2, cells })

test('the published schema is that of the code', async () => {
  const published = await readFile(
    new URL('../../../docs/mapping.schema.json', import.meta.url),
    'utf8',
  )
  // `node server/scripts/write-mapping-schema.ts` writes it anew.
  expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(publishedSchema())))
})

test('every mapping that is kept here is one', async () => {
  const folder = new URL('./mappings/', import.meta.url)
  for (const file of await readdir(folder)) {
    const mapping = await readMapping(fileURLToPath(new URL(file, folder)))
    expect(mapping.source?.name).toBeTruthy()
  }
})

test.each([
  ['no object', 7],
  ['no feature', { features: {} }],
  ['an unknown feature', { features: { people: { name: 'Name' } } }],
  ['an unknown field', { features: { actors: { name: 'Name', email: 'E-mail' } } }],
  ['no name', { features: { actors: { town: 'Town' } } }],
  ['a wrong separator', { features: { actors: { name: { column: 'Name', split: 3 } } } }],
])('%s is no mapping', (_, mapping) => {
  expect(() => parseMapping(mapping, 'it')).toThrow(/^it/)
})

describe('a row', () => {
  const read = (source: unknown, cells: Record<string, string>, field = 'themes') => {
    const mapping = parseMapping(
      { features: { actors: { name: { constant: 'X' }, [field]: source } } },
      'it',
    )
    return rowReader('actors', mapping, vocabulary)(row(cells))
  }

  test.each([
    ['splits lists', { column: 'a', split: ';' }, { a: 'housing; Habitat;other' }, ['housing']],
    [
      'splits by several separators',
      { column: 'a', split: [';', ','] },
      { a: 'x;housing,y' },
      ['housing'],
    ],
    [
      'maps words, whatever their case',
      { column: 'a', values: { WOHNEN: 'housing' } },
      { a: 'wohnen' },
      ['housing'],
    ],
    ['maps the rest', { column: 'a', values: {}, otherwise: 'housing' }, { a: 'zz' }, ['housing']],
    ['leaves out', { column: 'a', values: { zz: null }, otherwise: 'housing' }, { a: 'zz' }, []],
    ['takes all sources of a list', [{ constant: 'housing' }, 'a'], { a: '' }, ['housing']],
  ])('%s', (_, source, cells, themes) => {
    expect(read(source, cells).incoming?.fields['themes']).toEqual(themes)
  })

  test('takes the first source that says something', () => {
    const { incoming } = read(['a', 'b'], { a: ' - ', b: 'Győr' }, 'town')
    expect(incoming?.fields['town']).toBe('Győr')
  })

  test('reads two coordinates in one cell, in the order that the mapping says', () => {
    const source = { column: 'a', order: 'lng,lat' }
    expect(read(source, { a: '19,04 47,5' }, 'coordinates').incoming?.fields['location']).toEqual([
      19.04,
      47.5,
      'address',
    ])
    expect(read('a', { a: '47.5,19.04' }, 'coordinates').incoming?.fields['location']).toEqual([
      19.04,
      47.5,
      'address',
    ])
    expect(read('a', { a: '0,0' }, 'coordinates').incoming?.fields['location']).toBeNull()
  })

  test('joins the lines of a street, whatever its cell holds', async () => {
    const street = (cell: string) => read('a', { a: cell }, 'street').incoming?.fields['street']
    expect(street('1 rue A,\n  BP 3 ,\n\nBâtiment B')).toBe('1 rue A, BP 3, Bâtiment B')
    for (const part of [' ', ',', ' ,', '\n', ' \n', ',\n ']) {
      const took = await processorMs(() => street(`x${part.repeat(50_000)}y`), 600)
      expect(took).toBeLessThan(600)
    }
  })

  test('has cells of 100,000 characters at most', () => {
    const reading = read('a', { a: 'x '.repeat(100_000) }, 'description:en')
    const text = reading.incoming?.fields['description:en']
    expect(String(text).length).toBeLessThanOrEqual(100_000)
    expect(reading).toMatchObject({
      omissions: [{ field: 'a', reason: expect.stringContaining('was cut') }],
    })
  })

  test('says nothing of people in reasons and left-out values', () => {
    expect(read('a', { a: 'anna@example.org' }, 'latitude').rejection?.reason).toBe(
      '“” is not a number',
    )
    expect(read('a', { a: 'anna@example.org x' }, 'country')).toMatchObject({
      omissions: [{ value: 'x' }],
    })
  })

  test('without an id is known by its name and place', () => {
    const mapping = parseMapping({ features: { actors: { name: 'n', town: 't' } } }, 'it')
    const keyOf = (n: string, t: string) =>
      rowReader('actors', mapping, vocabulary)(row({ n, t })).incoming?.key
    expect(keyOf('Largo Residências', 'Lisboa')).toBe(keyOf('LARGO RESIDENCIAS', 'lisboa'))
    expect(keyOf('Largo Residências', 'Lisboa')).not.toBe(keyOf('Largo Residências', 'Porto'))
  })

  test('of single letters is a test record', () => {
    const mapping = parseMapping({ features: { actors: { name: 'name' } } }, 'it')
    const read = rowReader('actors', mapping, vocabulary)
    expect(read(row({ a: 'b', c: 'd' })).rejection?.reason).toContain('test record')
    expect(read(row({ name: 'Bulgarian Food Bank', a: 'b', c: 'd' })).incoming?.key).toBeTruthy()
  })
})

describe('guessing', () => {
  const guess = (
    feature: Parameters<typeof guessMapping>[0],
    header: string,
    ...cells: string[]
  ) => {
    const columns = header.split(',')
    const sample =
      cells.length > 0
        ? [row(Object.fromEntries(columns.map((one, n) => [one, cells[n] ?? ''])))]
        : []
    return guessMapping(feature, columns, sample)
  }

  test.each([
    ['Name,City,Country,E-mail,Phone', { name: 'Name', town: 'City', country: 'Country' }],
    [
      'Nom,Ville,Code postal,Pays,Site web',
      {
        name: 'Nom',
        town: 'Ville',
        postalCode: 'Code postal',
        country: 'Pays',
        website: 'Site web',
      },
    ],
    ['Név,Település,Irányítószám', { name: 'Név', town: 'Település', postalCode: 'Irányítószám' }],
    ['Denumire,Localitate,Țară', { name: 'Denumire', town: 'Localitate', country: 'Țară' }],
    ['id,name,lat,lon', { id: 'id', name: 'name', latitude: 'lat', longitude: 'lon' }],
    [
      'name,summary_en,Description (fr)',
      { name: 'name', 'summary:en': 'summary_en', 'description:fr': 'Description (fr)' },
    ],
  ])('%s', (header, fields) => {
    expect(guess('actors', header).mapping.features.actors).toEqual(fields)
  })

  test('looks at the rows for separators and the order of coordinates', () => {
    expect(
      guess('actors', 'name,themes,geo', 'A', 'x|y', '105.1 21.0').mapping.features.actors,
    ).toMatchObject({
      themes: { column: 'themes', split: '|' },
      coordinates: { column: 'geo', order: 'lng,lat' },
    })
  })

  test('says which required columns and which uses it did not find', () => {
    const { missing, unused } = guess('actors', 'a,b')
    expect(missing).toEqual(['name'])
    expect(unused).toEqual(['a', 'b'])
  })

  test('is shown as lines', () => {
    expect(describeMapping(guess('actors', 'Name,City').mapping)).toEqual([
      'actors:',
      '  name             ← Name',
      '  town             ← City',
    ])
  })
})
