import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { nameColumns, type ReadOptions, type Table } from './table.ts'
import { ImportRefused } from './refused.ts'
import type { Row } from './rows.rules.ts'

/** A record longer than this is a quote that was never closed, or not CSV at all. */
const LONGEST_RECORD = 2_000_000
const HEADER_BYTES = 65_536
/** Spreadsheets say so where another is expected. */
const DELIMITER_LINE = /^\uFEFF?"?sep=([,;\t|])"?\r?\n/i
const delimiters = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' } as const

export async function csvTable(path: string, options: ReadOptions): Promise<Table> {
  const encoding = options.encoding ?? (await recogniseEncoding(path))
  const start = await decodeStart(path, encoding)
  const delimiter =
    options.delimiter ?? DELIMITER_LINE.exec(start)?.[1] ?? recogniseDelimiter(start)
  const columns = await readHeader(path, encoding, delimiter)
  const separated = delimiters[delimiter as keyof typeof delimiters]
  return {
    format: `CSV, ${separated}, ${encoding === 'utf-8' ? 'UTF-8' : encoding}`,
    columns,
    rows: () => readRows(path, encoding, delimiter, columns),
  }
}

/** UTF-8 if every byte of the file is; Windows-1252 otherwise, which Latin-1 is a part of. */
async function recogniseEncoding(path: string): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of createReadStream(path)) {
      decoder.decode(chunk as Buffer, { stream: true })
    }
    decoder.decode()
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

function decoderFor(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding)
  } catch {
    throw new ImportRefused(`${encoding} is not an encoding that is known here.`)
  }
}

async function* decode(path: string, encoding: string): AsyncGenerator<string> {
  const decoder = decoderFor(encoding)
  for await (const chunk of createReadStream(path)) {
    yield decoder.decode(chunk as Buffer, { stream: true })
  }
  yield decoder.decode()
}

async function decodeStart(path: string, encoding: string): Promise<string> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0)
    return decoderFor(encoding).decode(buffer.subarray(0, bytesRead), { stream: true })
  } finally {
    await file.close()
  }
}

/** The one that splits the header into the most cells, outside quotes. */
function recogniseDelimiter(start: string): string {
  const counts = new Map(Object.keys(delimiters).map((delimiter) => [delimiter, 0]))
  let quoted = false
  for (const character of start.trimStart()) {
    if (character === '"') quoted = !quoted
    else if (!quoted && (character === '\n' || character === '\r')) break
    else if (!quoted) {
      const count = counts.get(character)
      if (count !== undefined) counts.set(character, count + 1)
    }
  }
  const [best] = [...counts].sort(([, a], [, b]) => b - a)
  return best?.[0] ?? ','
}

interface CsvRecord {
  record: string[]
  info: { lines: number }
}

async function* readRecords(path: string, encoding: string, delimiter: string) {
  const parser = Readable.from(decode(path, encoding)).pipe(
    parse({
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: LONGEST_RECORD,
    }),
  )
  let line = 1
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      const isDelimiterLine = line === 1 && DELIMITER_LINE.test(`${record.join(delimiter)}\n`)
      if (!isDelimiterLine) yield { record, line }
      line = info.lines + 1
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new ImportRefused(
      `${basename(path)} is not readable as CSV after line ${String(line - 1)}: ${said(error)}`,
    )
  }
}

function said({ code, message }: CsvError): string {
  if (code === 'CSV_MAX_RECORD_SIZE') return 'a row is longer than 2 MB; is a quote never closed?'
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is never closed.'
  return message
}

async function readHeader(path: string, encoding: string, delimiter: string): Promise<string[]> {
  for await (const { record } of readRecords(path, encoding, delimiter)) {
    return nameColumns(record)
  }
  throw new ImportRefused(`${basename(path)} is empty.`)
}

async function* readRows(
  path: string,
  encoding: string,
  delimiter: string,
  columns: string[],
): AsyncGenerator<Row> {
  let isHeader = true
  for await (const { record, line } of readRecords(path, encoding, delimiter)) {
    if (isHeader) {
      isHeader = false
      continue
    }
    if (record.every((cell) => cell.trim() === '')) continue
    const cells: Record<string, string> = {}
    for (const [index, column] of columns.entries()) cells[column] = record[index] ?? ''
    yield { line, cells }
  }
}
