import type { Row } from './rows.rules.ts'

export interface ReadOptions {
  encoding?: string | undefined
  delimiter?: string | undefined
  sheet?: string | undefined
}

/** A file seen as rows with named cells. */
export interface Table {
  /** How it was read, for people: “CSV, semicolons, Windows-1252”. */
  format: string
  columns: string[]
  /** May be called again to read once more. */
  rows(): AsyncIterable<Row> | Iterable<Row>
}
