import { error } from '@sveltejs/kit'
import { expect, test } from 'vitest'
import type { List } from '#lib/api/types.ts'
import { explore } from './explore.ts'

const event = {
  fetch: () => Promise.resolve(Response.json({})),
  url: new URL('https://maillage.example/en/network?q=x'),
  params: { lang: 'en' as const },
}

/** A list of three, whatever is asked. */
const list = () => Promise.resolve({ items: [], total: 3, facets: {} } as unknown as List<unknown>)

test('a network without ties has ways out, though the list of the same finds somebody', async () => {
  const { waysOut } = await explore(event, 'actors', list, ({ q }) => Promise.resolve(q ? 0 : 2))
  expect(waysOut?.drops).toEqual([
    { names: ['q'], label: { filter: 'q', values: ['x'] }, count: 2 },
  ])
})

test('where something is found there is no need of a way out', async () => {
  const tied = await explore(event, 'actors', list, () => Promise.resolve(1))
  const listed = await explore(event, 'actors', list)
  expect([tied.waysOut, listed.waysOut]).toEqual([null, null])
})

test('a theme that the API refuses is left out and told, and the rest of the address stays', async () => {
  const known = {
    ...event,
    fetch: () => Promise.resolve(Response.json({ items: [{ slug: 'arts', label: 'Arts' }] })),
    url: new URL('https://maillage.example/en/actors?theme=nope&theme=arts&cursor=x'),
  }
  const refusing = async (query: object) =>
    'theme' in query && [query.theme].flat().includes('nope') ? error(400) : list()
  const { exploration } = await explore(known, 'actors', refusing)
  expect(exploration.ignored).toEqual([{ name: 'theme', value: 'nope' }])
  expect(exploration).toMatchObject({ chosen: { theme: ['arts'] }, cursor: 'x' })
})
