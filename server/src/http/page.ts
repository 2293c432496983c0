import { createHash } from 'node:crypto'
import { invalid } from './problem.ts'

/** Where a page ends: the sort value of its last row, as the database writes it, and the row's id. */
export interface PageEnd {
  sortValue: string
  id: number
}

/** A short name for a set of filters, so that a cursor is only taken by the list that gave it. */
export function listKey(list: unknown): string {
  return createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 12)
}

/** The cursor of the page after `end`. */
export function toCursor(key: string, { sortValue, id }: PageEnd): string {
  return Buffer.from(JSON.stringify([key, sortValue, id])).toString('base64url')
}

/** Reads a cursor, or throws a 400 if it is malformed or belongs to another list. */
export function fromCursor(
  key: string,
  cursor: string,
  isSortValue: (value: string) => boolean,
): PageEnd {
  const [cursorKey, sortValue, id] = parseList(cursor)
  if (typeof cursorKey !== 'string' || typeof sortValue !== 'string' || !isId(id)) {
    throw invalid({ cursor: 'is not a cursor of this list' })
  }
  if (cursorKey !== key) {
    throw invalid({ cursor: 'belongs to another search or sort; start again without it' })
  }
  if (!isSortValue(sortValue)) throw invalid({ cursor: 'is not a cursor of this list' })
  return { sortValue, id }
}

function parseList(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

const isId = (id: unknown): id is number =>
  Number.isInteger(id) && Number(id) >= 0 && Number(id) < 2 ** 31
