import { requireAccount } from '#lib/accounts/signed-in.ts'
import { api, dataOrError } from '#lib/api/client.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  await requireAccount(event)
  event.setHeaders({ 'cache-control': 'no-store' })
  const { tables } = await api(event).GET('/account/data').then(dataOrError)
  return {
    tables: Object.entries(tables).map(([name, rows]) => ({
      name,
      rows: rows.map((row) => Object.entries(row as Record<string, unknown>)),
    })),
  }
}
