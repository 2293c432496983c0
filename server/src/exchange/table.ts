import type { Row } from './rows.rules.ts'

export interface ReadOptions {
  encoding?: string | undefined
  delimiter?: string | undefined
  sheet?: string | undefined
}

/** Columns by their headers; those without one, and those with one that came before, are numbered. */
export function nameColumns(header: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return header.map((cell, index) => {
    const name = cell.trim() || `column ${String(index + 1)}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${String(times)})`
  })
}

/** A file seen as rows with named cells. */
export interface Table {
  /** How it was read, for people: “CSV, semicolons, Windows-1252”. */
  format: string
  columns: string[]
  /** May be called again to read once more. */
  rows(): AsyncIterable<Row> | Iterable<Row>
}
