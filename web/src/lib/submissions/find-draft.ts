import { api } from '#lib/api/client.ts'
import type { Draft } from '#lib/api/types.ts'

interface Event {
  fetch: typeof fetch
  url: URL
  cookies: { get: (name: string) => string | undefined }
}

/** The draft that this browser writes, if there is one. */
export async function findDraft(event: Event): Promise<Draft | undefined> {
  if (!event.cookies.get('__Host-draft')) return undefined
  const { data } = await api(event).GET('/drafts/current')
  return data
}
