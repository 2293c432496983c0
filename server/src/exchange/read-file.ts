import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { csvTable } from './read-csv.ts'
import { geojsonTable } from './read-geojson.ts'
import { gexfTable } from './read-gexf.ts'
import { xlsxTable } from './read-xlsx.ts'
import { ImportRefused } from './refused.ts'
import type { ReadOptions, Table } from './table.ts'

const SNIFFED_BYTES = 65_536
const MOST_COLUMNS = 2_000

/** Opens a CSV, GeoJSON, GEXF or XLSX file, told apart by what is in it and not by its name. */
export async function readFile(path: string, options: ReadOptions = {}): Promise<Table> {
  const table = await openTable(path, options)
  if (table.columns.length > MOST_COLUMNS) {
    throw new ImportRefused(
      `${basename(path)} has ${String(table.columns.length)} columns; ${String(MOST_COLUMNS)} are the most.`,
    )
  }
  return table
}

async function openTable(path: string, options: ReadOptions): Promise<Table> {
  const start = await firstBytes(path)
  const name = basename(path)
  if (start.length === 0) throw new ImportRefused(`${name} is empty.`)
  if (start.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) return xlsxTable(path, options)
  const isUtf16 = start[0] === 0xff && start[1] === 0xfe
  if (!isUtf16 && isBinary(start)) {
    throw new ImportRefused(`${name} is neither CSV, GeoJSON, GEXF nor XLSX.`)
  }
  const opening = start
    .toString(isUtf16 ? 'utf16le' : 'utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (/^[{[]/.test(opening)) return geojsonTable(path)
  if (isGexf(opening)) return gexfTable(path)
  if (/^<(?:!|\?|[a-z])/i.test(opening)) {
    throw new ImportRefused(`${name} is a web page or XML, not CSV, GeoJSON, GEXF or XLSX.`)
  }
  return csvTable(path, isUtf16 ? { encoding: 'utf-16le', ...options } : options)
}

async function firstBytes(path: string): Promise<Buffer> {
  try {
    if (!(await stat(path)).isFile()) throw new ImportRefused(`${path} is not a file.`)
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(
        Buffer.alloc(SNIFFED_BYTES),
        0,
        SNIFFED_BYTES,
        0,
      )
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (error) {
    if (error instanceof ImportRefused) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw new ImportRefused(`There is no file ${path}.`)
    if (code === 'EACCES') throw new ImportRefused(`The file ${path} may not be read.`)
    throw error
  }
}

/** Whether the first element is that of GEXF, after what XML allows before it. */
const isGexf = (opening: string) =>
  /^<gexf[\s>]/.test(opening.replace(/^(?:\s|<\?[^>]*>|<![^>]*>)*/, ''))

/** Zero bytes, or more control characters than slip into a text. */
function isBinary(bytes: Buffer): boolean {
  let controls = 0
  for (const byte of bytes) {
    if (byte === 0) return true
    if (byte < 9 || (byte > 13 && byte < 32)) controls++
  }
  return controls > bytes.length / 20
}

/** Tells whether two runs read the same file. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
