import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync, strToU8 } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { processorMs } from '../processor-time.ts'
import { readFile } from './read-file.ts'
import type { Row } from './rows.rules.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-files-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

async function readAll(name: string, content: string | Uint8Array) {
  const table = await readFile(await write(name, content))
  const rows: Row[] = []
  for await (const row of table.rows() as AsyncIterable<Row>) rows.push(row)
  return { ...table, rows }
}

describe('CSV', () => {
  test.each([
    ['commas', 'name,town\nA,Győr\n'],
    ['semicolons', 'name;town\nA;Győr\n'],
    ['tabs', 'name\ttown\nA\tGyőr\n'],
    ['a byte order mark', '\uFEFFname,town\nA,Győr\n'],
    ['CRLF', 'name,town\r\nA,Győr\r\n'],
    ['no line end at the end', 'name,town\nA,Győr'],
    ['quoted separators in the header', '"name";"town"\n"A";"Győr"'],
  ])('with %s', async (_, text) => {
    const { rows } = await readAll('some.csv', text)
    expect(rows).toEqual([{ line: 2, cells: { name: 'A', town: 'Győr' } }])
  })

  test('in Windows-1252, which Latin-1 is a part of', async () => {
    const { rows, format } = await readAll(
      'some.csv',
      Buffer.from('nom,ville\nCaf\xe9 \x80,B\xe9ziers\n', 'latin1'),
    )
    expect(rows[0]?.cells).toEqual({ nom: 'Café €', ville: 'Béziers' })
    expect(format).toContain('windows-1252')
  })

  test('in UTF-16, as spreadsheets save it', async () => {
    const { rows } = await readAll(
      'some.csv',
      Buffer.from('\uFEFFname\ttown\nŐ\tGyőr\n', 'utf16le'),
    )
    expect(rows[0]?.cells).toEqual({ name: 'Ő', town: 'Győr' })
  })

  test('counts lines from where a row begins, also after cells of several lines', async () => {
    const { rows } = await readAll('some.csv', 'name,address\n"A","one\ntwo"\n\nB,"x ""y"""\n')
    expect(rows.map(({ line }) => line)).toEqual([2, 5])
    expect(rows[0]?.cells['address']).toBe('one\ntwo')
    expect(rows[1]?.cells['address']).toBe('x "y"')
  })

  test('with a quote that is never closed is refused', async () => {
    await expect(readAll('some.csv', 'name,town\n"A,B\n')).rejects.toThrow(/quote is never closed/)
  })

  test('in which a spreadsheet says what separates the cells', async () => {
    const { rows, columns } = await readAll('some.csv', 'sep=;\r\nname;town\r\n"A, B";Győr\r\n')
    expect(columns).toEqual(['name', 'town'])
    expect(rows).toEqual([{ line: 3, cells: { name: 'A, B', town: 'Győr' } }])
  })

  test('of more columns than a table has is refused', async () => {
    await expect(readAll('some.csv', `${','.repeat(2_000)}\n`)).rejects.toThrow(/2001 columns/)
  })
})

describe('GeoJSON', () => {
  const collection = (features: unknown[]) =>
    JSON.stringify({ type: 'FeatureCollection', features })

  test('gives properties, id and point', async () => {
    const { rows } = await readAll(
      'some.geojson',
      collection([
        {
          type: 'Feature',
          id: 7,
          properties: { name: 'A', tags: ['x', 'y'], none: null },
          geometry: { type: 'Point', coordinates: [19, 47] },
        },
      ]),
    )
    expect(rows).toEqual([
      {
        line: 1,
        cells: {
          name: 'A',
          tags: 'x;y',
          'feature.id': '7',
          'geometry.lng': '19',
          'geometry.lat': '47',
        },
      },
    ])
  })

  test.each([
    ['other JSON', '{"a": 1}', /not GeoJSON/],
    ['cut off in the middle', '{"type":"FeatureCollection","features":[{', /not readable as JSON/],
    ['endless brackets', '['.repeat(2_000_000), /not GeoJSON/],
    ['endless nesting', `{"type":"FeatureCollection","x":${'['.repeat(2_000_000)}`, /nests deeper/],
    ['much of other JSON', `{"a":[${'[[],[]],'.repeat(2_000_000)}0]}`, /not GeoJSON/],
    [
      'a geometry nested too deep',
      collection([
        { geometry: { coordinates: JSON.parse('['.repeat(60) + ']'.repeat(60)) as unknown } },
      ]),
      /nests deeper/,
    ],
  ])('%s is refused', async (_, text, reason) => {
    await expect(readAll('some.json', text)).rejects.toThrow(reason)
  })

  test('features that are no objects are rows without cells', async () => {
    const { rows } = await readAll(
      'some.json',
      collection([null, 3, { properties: 'x', geometry: 5 }]),
    )
    expect(rows.map(({ cells }) => cells)).toEqual([{}, {}, {}])
  })
})

/** A workbook with one sheet of texts. */
export function workbook(rows: string[][]): Uint8Array {
  const cell = (text: string, column: number, row: number) =>
    `<c r="${String.fromCharCode(65 + column)}${String(row + 1)}" t="inlineStr"><is><t>${text}</t></is></c>`
  const xml = rows
    .map(
      (row, y) =>
        `<row r="${String(y + 1)}">${row.map((text, x) => cell(text, x, y)).join('')}</row>`,
    )
    .join('')
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  return zipSync({
    '[Content_Types].xml': strToU8(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    ),
    'xl/workbook.xml': strToU8(
      `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': strToU8(
      `<worksheet xmlns="${main}"><sheetData>${xml}</sheetData></worksheet>`,
    ),
  })
}

describe('XLSX', () => {
  test('gives the rows of the first sheet', async () => {
    const { rows } = await readAll(
      'some.xlsx',
      workbook([
        ['name', 'town'],
        ['A', 'Győr'],
      ]),
    )
    expect(rows).toEqual([{ line: 2, cells: { name: 'A', town: 'Győr' } }])
  })

  test('numbers headers that come twice', async () => {
    const { columns } = await readAll(
      'some.xlsx',
      workbook([
        ['name', 'name', ''],
        ['A', 'B'],
      ]),
    )
    expect(columns.slice(0, 2)).toEqual(['name', 'name (2)'])
  })

  const far = (cell: string) =>
    zipSync({
      'xl/workbook.xml': strToU8('<workbook/>'),
      'xl/worksheets/sheet1.xml': strToU8(cell),
    })

  test.each([
    '<c r="XFD1048576"/>',
    "<x:c t='s' r = 'xfd1048576'/>",
    '<dimension ref="A1:XFD1048576"/>',
    '<c r="XFD1"/><c r="A99999"/>',
    '<c r="XFD1"/><row r="99999"/>',
    '<c r="&#88;FD1048576"/>',
  ])('with a cell far out, as %s, is refused in under a second', async (cell) => {
    const path = await write('far.xlsx', far(cell))
    const took = await processorMs(
      () => expect(readFile(path)).rejects.toThrow(/more than 5,000,000 cells/),
      1_000,
    )
    expect(took).toBeLessThan(1_000)
  })

  const bomb = () =>
    zipSync({
      'xl/workbook.xml': new Uint8Array(10),
      'xl/worksheets/sheet1.xml': new Uint8Array(150_000_000),
    })

  test('that unpacks to far more than its size is refused in under a second', async () => {
    const path = await write('bomb.xlsx', bomb())
    const took = await processorMs(
      () => expect(readFile(path)).rejects.toThrow(/unpacks to far more/),
      1_000,
    )
    expect(took).toBeLessThan(1_000)
  })

  test('that lies about its size is found out', async () => {
    const bytes = Buffer.from(bomb())
    // The size in the directory’s last entry, 24 bytes after its signature.
    const entry = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
    bytes.writeUInt32LE(1_000, entry + 24)
    const path = await write('liar.xlsx', bytes)
    const took = await processorMs(
      () => expect(readFile(path)).rejects.toThrow(/unpacks to far more/),
      1_000,
    )
    expect(took).toBeLessThan(1_000)
  })

  test.each([
    ['another ZIP file', zipSync({ 'readme.txt': strToU8('hello') }), /not XLSX/],
    ['a cut off ZIP file', workbook([['name']]).slice(0, 200), /damaged/],
  ])('%s is refused', async (_, bytes, reason) => {
    await expect(readAll('some.xlsx', bytes)).rejects.toThrow(reason)
  })
})

test.each([
  ['an image', Buffer.from('\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR', 'latin1'), /neither CSV/],
  ['a PDF', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.from([0, 1, 2, 3])]), /neither CSV/],
  ['a web page', '<!doctype html><p>Hi', /web page/],
  ['an empty file', '', /is empty/],
])('%s is refused', async (_, content, reason) => {
  await expect(readAll('some.bin', content)).rejects.toThrow(reason)
})

test('a file that is not there is refused', async () => {
  await expect(readFile(join(folder, 'nowhere.csv'))).rejects.toThrow(/There is no file/)
})
