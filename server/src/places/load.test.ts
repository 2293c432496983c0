import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { actors, sources, type Database } from '@maillage/db'
import { test as base } from '@maillage/db/testing'
import { describe, expect } from 'vitest'
import { readDataVersion } from '../http/data-version.queries.ts'
import { loadGazetteer } from './load-gazetteer.ts'
import { loadGeonames, loadPostalCodes } from './load-geonames.ts'
import { loadNuts } from './load-nuts.ts'
import { loadCountryOutlines } from './load-outlines.ts'
import { locate, townVariants } from './locate.queries.ts'

const testData = process.env['MAILLAGE_TEST_DATA']

const test = base.extend('write', async ({}, { onCleanup }) => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-load-'))
  onCleanup(() => rm(folder, { recursive: true }))
  return async (name: string, content: string) => {
    await writeFile(join(folder, name), content)
    return join(folder, name)
  }
})

const territoryAt = async (db: Database, lng: number, lat: number) => {
  const [found] = await db.execute<{ code: string | null; isNearest: boolean | null }>(sql`
    select code, is_nearest as "isNearest"
    from territory_at(ST_SetSRID(ST_MakePoint(${lng}::float8, ${lat}::float8), 4326))`)
  return found
}

const square = (west: number, south: number, east: number, north: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})
const region = (id: string, country: string, level: number, geometry: object) => ({
  type: 'Feature',
  properties: { NUTS_ID: id, CNTR_CODE: country, LEVL_CODE: level, NAME_LATN: `Region ${id}` },
  geometry,
})
const nuts = (...features: object[]) => JSON.stringify({ type: 'FeatureCollection', features })

describe('NUTS regions', () => {
  const greece = nuts(
    region('EL303', 'EL', 3, square(23, 37, 24, 38)),
    region('EL', 'EL', 0, square(20, 35, 27, 41)),
    region('EL3', 'EL', 1, square(23, 37, 24, 38)),
    region('EL30', 'EL', 2, square(23, 37, 24, 38)),
  )

  test('carry the ISO code on level 0 and replace its outline', async ({ db, write }) => {
    await loadCountryOutlines(db)
    const loaded = await loadNuts(db, await write('NUTS_RG_10M_2021_4326.geojson', greece))
    expect(loaded).toMatchObject({ territories: 4, version: '2021' })
    const rows = await db.execute(sql`
      select code, name, parent_code as parent, version from territories
      where country_code = 'GR' order by level`)
    expect(rows).toMatchObject([
      { code: 'GR', name: 'Greece', parent: null, version: '2021' },
      { code: 'EL3', parent: 'GR' },
      { code: 'EL30', parent: 'EL3' },
      { code: 'EL303', parent: 'EL30' },
    ])
  })

  test('find the actors in them, the nearest within 20 km for points in the sea', async ({
    db,
    write,
  }) => {
    const [source] = await db.insert(sources).values({ name: 'Test' }).returning()
    const at = (lng: number, lat: number) => ({ type: 'Point' as const, coordinates: [lng, lat] })
    const anActor = (slug: string, lng: number, lat: number) => ({
      slug,
      name: slug,
      kind: 'other' as const,
      countryCode: 'GR',
      location: at(lng, lat),
      locationPrecision: 'address' as const,
      sourceId: source?.id ?? 0,
    })
    await db
      .insert(actors)
      .values([
        anActor('inside', 23.5, 37.5),
        anActor('at-sea', 24.1, 37.5),
        anActor('far-out', 24.5, 37.5),
      ])
    await loadNuts(db, await write('nuts.geojson', greece), { version: '2024' })
    const rows = await db.execute(sql`
      select slug, is_nearest as "isNearest", array_agg(territory_code order by length(territory_code)) as codes
      from actors join actor_territories on actor_id = actors.id group by 1, 2 order by 1`)
    expect(rows).toEqual([
      { slug: 'at-sea', isNearest: true, codes: ['GR', 'EL3', 'EL30', 'EL303'] },
      { slug: 'far-out', isNearest: false, codes: ['GR'] },
      { slug: 'inside', isNearest: false, codes: ['GR', 'EL3', 'EL30', 'EL303'] },
    ])
  })

  test('make the figures that were told before old, and so do places', async ({ db, write }) => {
    const before = await readDataVersion(db)
    await loadNuts(db, await write('nuts.geojson', greece))
    const between = await readDataVersion(db)
    expect(between).toBeGreaterThan(before)
    const columns = [
      '253394',
      'Sparta',
      'Sparta',
      '',
      '37.07',
      '22.43',
      'P',
      'PPL',
      'GR',
      '',
      'ESYE42',
    ]
    const sparta = [...columns, '', '', '', '16239', '', '210', 'Europe/Athens', '2024-01-01']
    await loadGeonames(db, await write('GR.txt', `${sparta.join('\t')}\n`))
    expect(await readDataVersion(db)).toBe(between + 1)
  })

  test('of a newer edition replace those of an older', async ({ db, write }) => {
    await loadNuts(db, await write('nuts_2021_.geojson', greece))
    await loadNuts(db, await write('nuts_2024_.geojson', greece.replaceAll('EL303', 'EL307')))
    const rows = await db.execute<{ code: string }>(
      sql`select code from territories where level = 3`,
    )
    expect(rows.map(({ code }) => code)).toEqual(['EL307'])
  })

  test.for([
    ['no JSON', 'hello', /not readable as JSON/] as const,
    ['other JSON', '{"a":1}', /not GeoJSON/] as const,
    ['other features', nuts({ properties: { name: 'x' } }), /no NUTS regions/] as const,
    [
      'metres',
      nuts(region('EL', 'EL', 0, square(5_000_000, 1, 6_000_000, 2))),
      /not in degrees/,
    ] as const,
    [
      'a level without those above',
      nuts(region('EL303', 'EL', 3, square(23, 37, 24, 38))),
      /all levels/,
    ] as const,
  ])('refuse %s', async ([, content, reason], { db, write }) => {
    await expect(loadNuts(db, await write('file.geojson', content))).rejects.toThrow(reason)
  })

  test.skipIf(!testData)(
    'of 2021 hold Rome, Athens and London',
    async ({ db }) => {
      await loadCountryOutlines(db)
      await loadNuts(db, `${String(testData)}/nuts-2021-10m/NUTS_RG_10M_2021_4326.geojson`)
      expect(await territoryAt(db, 12.4964, 41.9028)).toEqual({ code: 'ITI43', isNearest: false })
      expect((await territoryAt(db, 23.73, 37.98))?.code).toBe('EL303')
      expect((await territoryAt(db, -0.1, 51.5))?.code).toMatch(/^UKI/)
      const countries = await db.execute<{ code: string }>(sql`
      select code from territories where code in ('GR', 'EL', 'GB', 'UK') order by 1`)
      expect(countries.map(({ code }) => code)).toEqual(['GB', 'GR'])
    },
    60_000,
  )
})

test('country outlines serve as level 0', async ({ db }) => {
  expect(await loadCountryOutlines(db)).toBeGreaterThan(200)
  expect(await loadCountryOutlines(db)).toBe(0)
  expect((await territoryAt(db, 12.4964, 41.9028))?.code).toBe('IT')
  expect((await territoryAt(db, 21.17, 42.66))?.code).toBe('XK')
}, 60_000)

test('a country on both sides of the date line does not go around the world', async ({ db }) => {
  await loadCountryOutlines(db)
  for (const [lng, lat, code] of [
    [100, 67, 'RU'],
    [-175, 66.5, 'RU'],
    [178, -17.8, 'FJ'],
    [0, -80, 'AQ'],
    [179.9, -84.6, 'AQ'],
  ] as const) {
    expect((await territoryAt(db, lng, lat))?.code).toBe(code)
  }
  const stripes = await db.execute(sql`
    select code from territories
    where ST_Intersects(border, ST_GeomFromText('MULTIPOINT(0 67, 5 70, 0 -16.5, -30 -16.53)', 4326))`)
  expect(stripes).toEqual([])

  // As it was loaded by a version that did not cut them.
  await db.execute(sql`
    update territories set version = 'Natural Earth 1:50m',
      border = ST_Multi(ST_MakeEnvelope(-180, 65, 180, 68, 4326)) where code = 'RU'`)
  expect(await loadCountryOutlines(db)).toBe(1)
  expect((await territoryAt(db, 100, 67))?.code).toBe('RU')
  expect(await loadCountryOutlines(db)).toBe(0)
}, 60_000)

test('the gazetteer of Europe is loaded once and knows towns by their other names', async ({
  db,
}) => {
  expect(await loadGazetteer(db)).toBeGreaterThan(90_000)
  expect(await loadGazetteer(db)).toBe(0)
  const found = await locate(db, [
    { country: 'RO', town: 'Temesvár' },
    { country: 'PT', town: 'Lisbonne' },
    { country: 'FR', town: 'PARIS CEDEX 05' },
    { country: 'HU', town: 'Lisbonne' },
  ])
  expect([...found].map(([row, { placeId }]) => [row, placeId])).toEqual([
    [0, 665087],
    [1, 2267057],
    [2, 2988507],
  ])
  const indexes = await db.execute(sql`select from pg_indexes where tablename = 'place_names'`)
  expect(indexes).toHaveLength(3)
}, 120_000)

test('towns are looked for in the ways people write them', () => {
  expect(townVariants('75005 Paris Cedex 05')).toContain('Paris')
  expect(townVariants('Chãos (Alcobertas)')).toContain('Chãos')
  expect(townVariants('Wien / Vienna')).toEqual(['Wien / Vienna', 'Wien', 'Vienna'])
})

test.for([
  ['a country dump', loadGeonames, /is not a country dump of GeoNames/] as const,
  ['postal codes', loadPostalCodes, /is not a postal code file of GeoNames/] as const,
])('a file that is not %s is refused', async ([, load, reason], { db, write }) => {
  await expect(load(db, await write('HU.txt', 'a\tb\tc\n'))).rejects.toThrow(reason)
})

test.skipIf(!testData)(
  'the villages that the gazetteer lacks come from dumps and postal codes',
  async ({ db }) => {
    await loadGeonames(db, `${String(testData)}/geonames-dump/HU.txt`)
    await loadPostalCodes(db, `${String(testData)}/geonames-postal/HU.txt`)
    const found = await locate(db, [
      { country: 'HU', town: 'Nagyvázsony' },
      { country: 'HU', town: 'kapolcs' },
      { country: 'HU', postalCode: '8291' },
    ])
    expect(found.size).toBe(3)
    expect(found.get(2)?.lat).toBeCloseTo(46.98, 1)
  },
  60_000,
)
