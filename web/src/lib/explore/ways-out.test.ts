import { expect, test } from 'vitest'
import type { List } from '#lib/api/types.ts'
import { readExploration, type ApiQuery } from './exploration.ts'
import { findWaysOut } from './ways-out.ts'

const lyon = { near: [4.8, 45.7], label: 'Lyon' }
const nowhere = { near: null, label: null }
const read = (search: string) => readExploration('actors', new URLSearchParams(search))

/** A list that finds as many as `total` says, all of them 80 km away. */
const listing = (total: (query: ApiQuery) => number) => ({
  count: (query: ApiQuery) => Promise.resolve(total(query)),
  list: (query: ApiQuery) => {
    const items = total(query) ? [{ distanceMeters: 80_000 }] : []
    return Promise.resolve({ items, total: total(query) } as unknown as List<unknown>)
  },
})

test('each filter is offered to be left out, with what is found then', async () => {
  const list = listing(({ q, theme }) => (q && theme ? 0 : q ? 2 : 5))
  const { drops, keeps } = await findWaysOut(read('q=x&theme=a&theme=b'), 'en', nowhere, list)
  expect(drops).toEqual([
    { names: ['q'], label: { filter: 'q', values: ['x'] }, count: 5 },
    { names: ['theme'], label: { filter: 'theme', values: ['a', 'b'] }, count: 2 },
  ])
  expect(keeps).toEqual([])
})

test('a place is offered to be left out with its radius, and the smallest radius that finds someone', async () => {
  const list = listing(({ near, within }) => (near && Number(within) < 80 ? 0 : within ? 3 : 9))
  const { drops, radius } = await findWaysOut(read('within=10&where=lyon'), 'en', lyon, list)
  expect(drops.map(({ names, count }) => [names.join(), count])).toEqual([
    ['within', 9],
    ['where,near,within', 9],
  ])
  expect(radius).toEqual({ within: 100, count: 3 })
})

test('where leaving one thing out is not enough, each is offered alone', async () => {
  const asked: ApiQuery[] = []
  const list = listing((query) => {
    asked.push(query)
    const { q, theme, kind } = query
    return [q, theme, kind].filter(Boolean).length > 1 ? 0 : 4
  })
  const { drops, keeps } = await findWaysOut(read('q=x&theme=a&kind=network'), 'fr', nowhere, list)
  expect(drops).toEqual([])
  expect(keeps.map(({ names }) => names)).toEqual([['q'], ['theme'], ['kind']])
  expect(asked).toContainEqual({ lang: 'fr', theme: ['a'] })
})

/** A network in which nobody has a tie nearer than so, and the list of the same, where somebody is 20 km away. */
const tiedWithin = (kilometers: number) => ({
  count: ({ near, within, q }: ApiQuery) =>
    Promise.resolve(q && near ? (Number(within) >= kilometers ? 2 : 0) : 0),
  list: () =>
    Promise.resolve({ items: [{ distanceMeters: 20_000 }], total: 1 } as unknown as List<unknown>),
})

test.each([
  [10, 100, { within: 100, count: 2 }],
  // Somebody of the list is nearer than what was asked for already.
  [50, 100, { within: 100, count: 2 }],
  [10, 1001, null],
])(
  'of %i km a network is offered the radius that finds a tie within %i km: %o',
  async (asked, tied, way) => {
    const { radius } = await findWaysOut(
      read(`q=x&where=lyon&within=${String(asked)}`),
      'en',
      lyon,
      tiedWithin(tied),
    )
    expect(radius).toEqual(way)
  },
)

test('where no radius finds a tie, each thing is offered alone', async () => {
  const { list } = tiedWithin(1001)
  const count = ({ q, theme, near }: ApiQuery) =>
    Promise.resolve([q, theme, near].filter(Boolean).length > 1 ? 0 : 4)
  const asked = read('q=x&theme=a&where=lyon&within=10')
  const { drops, radius, keeps } = await findWaysOut(asked, 'en', lyon, { list, count })
  expect([drops, radius]).toEqual([[], null])
  expect(keeps.map(({ names }) => names.join())).toEqual(['q', 'theme', 'where,near,within'])
})
