import { expect, test } from 'vitest'
import type { GazetteerPlace } from '#lib/api/types.ts'
import { findPlaces, namesakes, placeLabel } from './find-place.ts'

const place = (name: string, region: string, countryName: string): GazetteerPlace => ({
  id: `${name}-${region}`,
  name,
  region,
  country: 'XX',
  countryName,
  coordinates: [1, 2],
  population: null,
  postalCode: null,
})

const lyon = place('Lyon', 'Auvergne-Rhône-Alpes', 'France')
const lyons = place('Lyons', 'Georgia', 'United States')
const other = place('Lyon', 'Mississippi', 'United States')

const context = {
  url: new URL('http://localhost/en/actors'),
  fetch: () => Promise.resolve(Response.json({ items: [lyon, lyons, other] })),
}

test('the best-known place comes first', async () => {
  expect(await findPlaces(context, 'lyon', 'en')).toEqual([lyon, other, lyons])
})

test('what follows the comma narrows down', async () => {
  const [best] = await findPlaces(context, placeLabel(other), 'en')
  expect(best).toEqual(other)
})

test('only namesakes are offered, and none to who has been exact', () => {
  expect(namesakes([lyon, other, lyons], 'lyon')).toEqual([other])
  expect(namesakes([lyon, other, lyons], 'Lyon, France')).toEqual([])
})
