import { expect, test } from 'vitest'
import { findTown, noTown, townChoice } from './town.ts'

const place = (id: string, name: string, region: string) => ({
  ...{ id, name, region, country: 'FR', countryName: 'France' },
  ...{ coordinates: [1, 2] as [number, number], population: null, postalCode: null },
})
const lyon = place('1', 'Lyon', 'Rhône')
const other = place('2', 'Lyon', 'Aude')

const asking = (items: object[]) => ({
  url: new URL('http://localhost/en/practices/x/edit'),
  params: { lang: 'en' as const },
  fetch: () => Promise.resolve(Response.json({ items })),
})
const said = (words: object) => ({ typed: 'Lyon', known: 'Paris, France', choice: '', ...words })

test('a town that is typed is found; of two with the name people choose', async () => {
  const town = { town: 'Lyon', country: 'FR', placeId: '1' }
  expect(await findTown(asking([lyon]), said({}))).toEqual({ town })
  expect(await findTown(asking([lyon, other]), said({}))).toEqual({ places: [lyon, other] })
  expect(await findTown(asking([]), said({ choice: townChoice(lyon) }))).toEqual({ town })
  expect(await findTown(asking([]), said({}))).toEqual({ places: [] })
})

test('what stands there is left alone, and goes when it is emptied', async () => {
  expect(await findTown(asking([lyon]), said({ typed: 'Paris, France' }))).toEqual({})
  expect(await findTown(asking([lyon]), said({ typed: '' }))).toEqual({ town: noTown })
})
