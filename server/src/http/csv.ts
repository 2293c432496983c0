import { stringify } from 'csv-stringify/sync'

type Cell = string | number | boolean | null | undefined

/** Spreadsheets would run what begins like a formula, and names are what strangers wrote. */
const guarded = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)

/** Rows as a CSV file after RFC 4180, with a header; `bom` lets spreadsheets see that it is UTF-8. */
export const toCsv = <Column extends string>(
  columns: readonly Column[],
  rows: readonly Partial<Record<Column, Cell>>[],
  { bom = false } = {},
): string =>
  stringify([...rows], {
    bom,
    columns: [...columns],
    header: true,
    record_delimiter: 'windows',
    // By itself it quotes the two together only.
    quoted_match: /[\r\n]/,
    cast: { string: guarded, boolean: String },
  })
