import { error } from '@sveltejs/kit'
import createClient from 'openapi-fetch'
import type { paths } from './schema.d.ts'
import type { Problem } from './types.ts'

interface FetchContext {
  fetch: typeof fetch
  url: Pick<URL, 'origin'>
}

interface Answer<T> {
  data?: T
  error?: Problem
  response: Response
}

/** The API with the `fetch` of a `load`, so that cookies travel and server-rendered answers are reused. */
export function api({ fetch, url }: FetchContext) {
  // openapi-fetch builds a `Request`, and Node refuses relative URLs there.
  return createClient<paths>({ baseUrl: `${url.origin}/api`, fetch })
}

/** The data, or SvelteKit's error page with the API's own code and message. */
export function dataOrError<T>({ data, error: problem, response }: Answer<T>): T {
  if (problem || data === undefined) {
    error(response.status >= 400 ? response.status : 502, problem?.title ?? response.statusText, {
      code: problem?.code ?? 'unavailable',
    })
  }
  return data
}
