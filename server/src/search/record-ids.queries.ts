import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import { conditions, type FacetName, type Filters, hasChosen } from './filters.queries.ts'

/** The ids of all records that match, in no order: for what is reckoned over a whole list and not shown page by page. */
export async function listRecordIds(db: Executor, filters: Filters): Promise<number[]> {
  const chosen = Object.entries(filters.chosen) as [FacetName, string[]][]
  const where = [conditions(filters), ...chosen.map(([facet, values]) => hasChosen(facet, values))]
  const [row] = await db.execute<{ ids: number[] }>(sql`
    select coalesce(json_agg(record_id), '[]') as ids
    from search_documents where ${sql.join(where, sql` and `)}`)
  return row?.ids ?? []
}
