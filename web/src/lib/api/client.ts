import { error, redirect } from '@sveltejs/kit'
import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from './schema.d.ts'
import type { Problem } from './types.ts'

interface FetchContext {
  fetch: typeof fetch
  url: Pick<URL, 'origin'> & Partial<Pick<URL, 'pathname' | 'search'>>
}

interface Answer<T> {
  data?: T
  error?: Problem
  response: Response
}

/** The API with the `fetch` of a `load`, so that cookies travel and server-rendered answers are reused. */
export function api({ fetch, url }: FetchContext) {
  // openapi-fetch builds a `Request`, and Node refuses relative URLs there.
  const client = createClient<paths>({ baseUrl: `${url.origin}/api`, fetch })
  client.use(followMerges(url))
  return client
}

/** Where the API followed a merge to another slug, every page of that record does. */
const followMerges = (page: FetchContext['url']): Middleware => ({
  onResponse({ request, response }) {
    if (!response.redirected) return
    const slugIn = (url: string) => new URL(url).pathname.split('/')[3] ?? ''
    const [asked, found] = [slugIn(request.url), slugIn(response.url)]
    const path = page.pathname?.split('/')
    if (asked === found || path?.[3] !== asked) return
    const query = new URLSearchParams(page.search)
    // The versions of the other record are others.
    for (const name of ['version', 'against']) query.delete(name)
    redirect(301, path.with(3, found).join('/') + (query.size > 0 ? `?${String(query)}` : ''))
  },
})

/** The data, or SvelteKit's error page with the API's own code and message. */
export function dataOrError<T>({ data, error: problem, response }: Answer<T>): T {
  if (problem || data === undefined) {
    error(response.status >= 400 ? response.status : 502, problem?.title ?? response.statusText, {
      code: problem?.code ?? 'unavailable',
    })
  }
  return data
}
