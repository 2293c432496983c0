/** What a page asks: words, lists of words, and rows of words. */
export type Values = { [field: string]: string | string[] | Row[] | undefined }
export type Row = Record<string, string>

/** Rows that may be moved, so that their order is part of the answer. */
const MOST_ROWS = 40

/**
 * Reads a form into values by the names of its fields: `name`, `themes[]` (each ticked box), `steps.0.title` (a field of a
 * row). Names that begin with an underscore are about the form itself.
 */
export function readValues(form: FormData): Values {
  const values: Values = {}
  const rows = new Map<string, Map<number, Row>>()
  for (const [name, value] of form.entries()) {
    if (typeof value !== 'string' || name.startsWith('_')) continue
    const text = value.replaceAll('\r\n', '\n').replaceAll('\0', '')
    const row = /^(\w+)\.(\d{1,2})\.(\w+)$/.exec(name)
    if (row) {
      const [, list = '', index = '', field = ''] = row
      const ofList = rows.get(list) ?? new Map<number, Row>()
      rows.set(list, ofList)
      const at = ofList.get(Number(index)) ?? {}
      ofList.set(Number(index), at)
      at[field] = text
    } else if (name.endsWith('[]')) {
      const list = name.slice(0, -2)
      const known = values[list]
      const listed = Array.isArray(known) ? (known as string[]) : []
      if (text !== '') listed.push(text)
      values[list] = listed
    } else {
      values[name] = text
    }
  }
  for (const [list, byIndex] of rows) {
    values[list] = [...byIndex.entries()]
      .sort(([one], [other]) => one - other)
      .map(([, row]) => row)
  }
  return values
}

const byKey = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort())
    : value

/** Whether two pages hold the same, in whatever order their fields are named. */
export const isSame = (one: Values, other: Values): boolean =>
  JSON.stringify(one, byKey) === JSON.stringify(other, byKey)

/** What a button asks for: `add:steps`, `remove:steps:2`, `up:steps:2`, `down:steps:2`. */
export interface RowChange {
  act: 'add' | 'remove' | 'up' | 'down'
  list: string
  index: number
}

/** Reads the value of a button that changes rows. */
export function readRowChange(text: string): RowChange | undefined {
  const match = /^(add|remove|up|down):(\w+)(?::(\d{1,2}))?$/.exec(text)
  if (!match) return undefined
  const [, act, list = '', index = '0'] = match
  return { act: act as RowChange['act'], list, index: Number(index) }
}

/** The rows after a button was pressed. */
export function changeRows<T>(rows: readonly T[], { act, index }: RowChange, empty: T): T[] {
  const changed = [...rows]
  if (act === 'add') return changed.length < MOST_ROWS ? [...changed, empty] : changed
  if (act === 'remove') return changed.toSpliced(index, 1)
  return moveRow(changed, index, act === 'up' ? index - 1 : index + 1)
}

/** Puts a row in another place. */
export function moveRow<T>(rows: readonly T[], from: number, to: number): T[] {
  const row = rows[from]
  if (row === undefined || to < 0 || to >= rows.length) return [...rows]
  return rows.toSpliced(from, 1).toSpliced(to, 0, row)
}

/** The rows of a list among values. */
export function rowsOf(values: Values | undefined, list: string): Row[] {
  const rows = values?.[list]
  return Array.isArray(rows) ? rows.filter((row): row is Row => typeof row === 'object') : []
}

/** The words of a list among values. */
export function wordsOf(values: Values | undefined, list: string): string[] {
  const words = values?.[list]
  return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : []
}

/** A text among values. */
export function textOf(values: Values | undefined, field: string): string {
  const text = values?.[field]
  return typeof text === 'string' ? text : ''
}
