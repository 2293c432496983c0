import { isHttpError } from '@sveltejs/kit'
import { expect, test } from 'vitest'
import { readFigures, readFiguresAsked } from './read-figures.ts'

const asked = readFiguresAsked(new URLSearchParams('after=here'))

/** An API that answers so, and what it was asked. */
function answering(...statuses: number[]) {
  const urls: string[] = []
  const fetch = (request: RequestInfo | URL) => {
    urls.push((request as Request).url)
    const status = statuses.shift() ?? 200
    const problem = { title: 'Told', code: 'unavailable', status }
    return Promise.resolve(Response.json(status === 200 ? { version: 1 } : problem, { status }))
  }
  return { urls, context: { fetch, url: { origin: 'https://maillage.example' } } }
}

test('figures that the server cannot reckon now are told as such, not as a broken page', async () => {
  for (const status of [500, 502, 503]) {
    expect(await readFigures(answering(status).context, {}, asked)).toBe('failed')
  }
  const fetch = () => Promise.reject(new TypeError('fetch failed'))
  expect(await readFigures({ ...answering().context, fetch }, {}, asked)).toBe('failed')
})

test('what the address asks wrongly stays the reader’s to correct', async () => {
  const refused = readFigures(answering(404).context, {}, asked)
  await expect(refused).rejects.toSatisfy((error) => isHttpError(error, 404))
})

test('a cursor that is no longer one leads to the first page', async () => {
  const { urls, context } = answering(400, 200)
  expect(await readFigures(context, {}, asked)).toEqual({ version: 1 })
  expect(urls.map((url) => new URL(url).searchParams.get('cursor'))).toEqual(['here', null])
})
