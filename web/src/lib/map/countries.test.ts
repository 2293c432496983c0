import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { countryCode } from './countries.ts'

const atlas = createRequire(import.meta.url)('world-atlas/countries-10m.json') as {
  objects: { countries: { geometries: { id?: string; properties: { name: string } }[] } }
}
const countries = atlas.objects.countries.geometries.filter(({ id }) => id !== undefined)
const english = new Intl.DisplayNames('en', { type: 'region' })

test('every country of the atlas has its letters', () => {
  expect(
    countries.filter(({ id }) => !countryCode(id)).map(({ properties }) => properties.name),
  ).toEqual([])
})

test('the letters are of the same country, where both sources spell its name alike', () => {
  const alike = countries.filter(
    ({ id, properties: { name } }) => english.of(countryCode(id) ?? 'ZZ') === name,
  )
  expect(alike.length).toBeGreaterThan(180)

  const codes = alike.map(({ id }) => countryCode(id))
  expect(new Set(codes).size).toBe(alike.length)
})

test('an area without a number has no letters', () => {
  expect(countryCode(undefined)).toBeUndefined()
})
