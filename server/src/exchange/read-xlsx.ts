import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import readSheets from 'read-excel-file/node'
import { nameColumns, type ReadOptions, type Table } from './table.ts'
import { ImportRefused } from './refused.ts'
import type { Row } from './rows.rules.ts'

const LARGEST_FILE = 100_000_000
const LARGEST_UNPACKED = 100_000_000
/** Rows times columns, all sheets together: a reader fills the empty ones too. */
const MOST_CELLS = 5_000_000
/** Sheets of repeated words pack some thirty times smaller; bombs a thousand times. */
const HIGHEST_RATIO = 100
/** Below this the ratio says nothing. */
const SMALL = 5_000_000

export async function xlsxTable(path: string, { sheet: wanted }: ReadOptions): Promise<Table> {
  const name = basename(path)
  const bytes = await readFile(path)
  refuseBomb(bytes, name)
  const sheets = await readSheets(bytes).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    throw new ImportRefused(`${name} is not readable as XLSX: ${why.slice(0, 160)}`)
  })
  const found = wanted === undefined ? sheets[0] : sheets.find(({ sheet }) => sheet === wanted)
  if (!found) {
    const names = sheets.map(({ sheet }) => sheet).join(', ')
    throw new ImportRefused(`${name} has no sheet ${wanted ?? ''}; it has ${names}.`)
  }
  const [header, ...records] = found.data
  if (!header) throw new ImportRefused(`The first sheet of ${name} is empty.`)
  const columns = nameColumns(header.map(toCell))
  return {
    format: `XLSX, sheet ${found.sheet}`,
    columns,
    rows: () => toRows(columns, records),
  }
}

function* toRows(columns: string[], records: unknown[][]): Generator<Row> {
  for (const [index, record] of records.entries()) {
    const texts = record.map(toCell)
    if (texts.every((cell) => cell.trim() === '')) continue
    const cells: Record<string, string> = {}
    for (const [position, column] of columns.entries()) cells[column] = texts[position] ?? ''
    yield { line: index + 2, cells }
  }
}

function toCell(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return JSON.stringify(value)
}

/**
 * Refuses a file that unpacks to far more than its size, before anything is unpacked for good.
 *
 * The directory's sizes are judged first; then each part is unpacked up to the size it declares and no
 * further, because a directory can lie.
 */
function refuseBomb(bytes: Buffer, name: string): void {
  const refuse = () => {
    throw new ImportRefused(`${name} unpacks to far more than its size and was not opened.`)
  }
  if (bytes.length > LARGEST_FILE) throw new ImportRefused(`${name} is larger than 100 MB.`)
  const entries = readDirectory(bytes, name)
  if (!entries.some((entry) => entry.name === 'xl/workbook.xml')) {
    throw new ImportRefused(`${name} is a ZIP file, but not XLSX.`)
  }
  const unpacked = entries.reduce((sum, entry) => sum + entry.size, 0)
  if (unpacked > LARGEST_UNPACKED || unpacked > Math.max(SMALL, bytes.length * HIGHEST_RATIO)) {
    refuse()
  }
  let cells = 0
  for (const entry of entries) {
    // The length of the local header differs from that of the directory’s.
    const start = entry.offset + 30
    if (start > bytes.length) refuse()
    const content =
      start + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28)
    const packed = bytes.subarray(content, content + entry.packed)
    try {
      const part =
        entry.method === 8
          ? inflateRawSync(packed, { maxOutputLength: Math.max(entry.size, 1) })
          : packed
      cells += countCells(part)
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
        refuse()
      throw new ImportRefused(`${name} is damaged: ${entry.name} cannot be unpacked.`)
    }
    if (cells > MOST_CELLS) {
      throw new ImportRefused(
        `${name} has more than ${MOST_CELLS.toLocaleString('en')} cells, empty ones included; delete what is empty or save it as CSV.`,
      )
    }
  }
}

/** The area that a sheet covers, by its `<dimension>` and the cells farthest out. */
function countCells(part: Buffer): number {
  const xml = part.toString('latin1')
  let columns = 0
  let rows = 0
  // `r="C7"` of cells, `r="7"` of rows, `ref="A1:C7"` of the dimension; no one else writes them as entities.
  for (const match of xml.matchAll(
    /\s(?:r|ref)\s{0,9}=\s{0,9}["'](?:\$?[A-Z]{1,9}\$?\d{1,9}:)?\$?([A-Z]{0,9})\$?(\d{1,9}|&)/gi,
  )) {
    const [, letters = '', row = ''] = match
    if (row === '&') return Infinity
    let column = 0
    for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64
    columns = Math.max(columns, column)
    rows = Math.max(rows, Number(row))
  }
  return rows * columns
}

interface ZipEntry {
  name: string
  method: number
  packed: number
  size: number
  offset: number
}

const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50

function readDirectory(bytes: Buffer, name: string): ZipEntry[] {
  const damaged = () => new ImportRefused(`${name} is a damaged ZIP file.`)
  // A comment of up to 64 kB may follow the end of the directory.
  let end = bytes.length - 22
  while (end >= 0 && end > bytes.length - 66_000 && bytes.readUInt32LE(end) !== END_OF_DIRECTORY)
    end--
  if (end < 0 || bytes.readUInt32LE(end) !== END_OF_DIRECTORY) throw damaged()
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  const entries: ZipEntry[] = []
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw damaged()
    const nameLength = bytes.readUInt16LE(at + 28)
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    })
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}
