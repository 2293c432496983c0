import { api } from '#lib/api/client.ts'

interface FetchContext {
  fetch: typeof fetch
  url: Pick<URL, 'origin'>
}

/** The first and the last year of any tie; none where no tie is dated, or nobody can say. */
export async function knownYears(context: FetchContext): Promise<[number, number] | null> {
  const { data } = await api(context).GET('/network/years')
  const [first, last] = data?.years ?? []
  return first === undefined || last === undefined ? null : [first, last]
}
