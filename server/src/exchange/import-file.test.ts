import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { actors, participations, type Database } from '@maillage/db'
import { test as base } from '@maillage/db/testing'
import { describe, expect } from 'vitest'
import { importFile, type ImportOptions } from './import-file.ts'
import { parseMapping, type Mapping } from './mapping.schema.ts'

type Rest = Partial<Omit<ImportOptions, 'file'>>
type Import = (text: string, mapping: unknown, rest?: Rest) => ReturnType<typeof importFile>

/** Imports a text as if it were a file. */
const test = base.extend('importText', async ({ db }, { onCleanup }) => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-import-'))
  onCleanup(() => rm(folder, { recursive: true }))
  const run: Import = async (text, mapping, rest = {}) => {
    const file = join(folder, 'file.csv')
    await writeFile(file, text)
    return importFile(db, { file, mapping: parseMapping(mapping, 'the mapping'), ...rest })
  }
  return run
})

const mapping = {
  source: { name: 'A directory', licence: 'CC0' },
  features: {
    actors: {
      id: 'id',
      name: 'name',
      town: 'town',
      country: 'country',
      latitude: 'lat',
      longitude: 'lng',
      website: 'web',
      'description:fr': 'text',
      'identifier:vat': 'vat',
    },
  },
} satisfies Mapping

const header = 'id,name,town,country,lat,lng,web,text,vat\n'
const two = `${header}1,Maison,Orléans,France,47.9,1.9,www.maison.example,<p>Une <b>maison</b></p>,FR1\n2,Atelier,Blois,FR,,,,,\n`
const counts = ([report]: Awaited<ReturnType<Import>>) =>
  report && [report.created, report.updated, report.unchanged, report.rejected]
const listNames = async (db: Database) =>
  (await db.select({ name: actors.name }).from(actors).orderBy(actors.id)).map(({ name }) => name)

describe('importing a file', () => {
  test('writes records that are found at once, and the same file again changes nothing', async ({
    db,
    importText,
  }) => {
    expect(counts(await importText(two, mapping))).toEqual([2, 0, 0, 0])

    const [actor] = await db.select().from(actors).where(eq(actors.name, 'Maison'))
    expect(actor).toMatchObject({
      slug: 'maison',
      countryCode: 'FR',
      website: 'https://www.maison.example',
      location: { coordinates: [1.9, 47.9] },
      locationPrecision: 'address',
      licence: null,
      lastConfirmedAt: null,
    })
    const texts = await db.execute(sql`select language, text from actor_texts`)
    expect(texts).toMatchObject([{ language: 'fr', text: 'Une maison' }])
    const found = await db.execute(sql`
      select count(*)::int as count from search_documents where vector @@ to_tsquery('simple', 'maison')`)
    expect(found).toMatchObject([{ count: 1 }])

    expect(counts(await importText(two, mapping))).toEqual([0, 0, 2, 0])
    const [again] = await db.select().from(actors).where(eq(actors.name, 'Maison'))
    expect(again).toEqual(actor)
  })

  test('updates what changed and keeps what was edited here', async ({ db, importText }) => {
    await importText(two, mapping)
    await db.update(actors).set({ name: 'La Maison' }).where(eq(actors.name, 'Maison'))

    const changed = two
      .replace('1,Maison', '1,Maison 2')
      .replace('www.maison', 'new.maison')
      .replace('Blois', 'Tours')
    const [report] = await importText(changed, mapping)

    expect(report).toMatchObject({ created: 0, updated: 2, unchanged: 0, rejected: 0 })
    expect(report?.findings).toMatchObject([
      { outcome: 'kept', line: 2, field: 'name', value: 'Maison 2', reason: 'was edited here' },
    ])
    const rows = await db.select().from(actors).orderBy(actors.id)
    expect(rows).toMatchObject([
      { name: 'La Maison', website: 'https://new.maison.example', version: 2 },
      { name: 'Atelier', town: 'Tours' },
    ])
    expect(counts(await importText(changed, mapping))).toEqual([0, 0, 2, 0])
  })

  test('does not bring back what was removed here', async ({ db, importText }) => {
    await importText(two, mapping)
    await db.update(actors).set({ status: 'erased' }).where(eq(actors.name, 'Maison'))
    const [report] = await importText(two.replace('Maison', 'Maisonnette'), mapping)
    expect(report).toMatchObject({ created: 0, updated: 0, unchanged: 2 })
    expect(report?.findings).toMatchObject([{ field: 'record', reason: 'was removed here' }])
  })

  test('killed in the middle, leaves whole batches and can be run again', async ({
    db,
    importText,
  }) => {
    const many =
      header +
      Array.from(
        { length: 2_400 },
        (_, n) => `${String(n)},Actor number ${String(n)},,FR,,,,,\n`,
      ).join('')
    const abort = new AbortController()
    const [cut] = await importText(many, mapping, {
      signal: abort.signal,
      onprogress: () => {
        abort.abort()
      },
    })
    const written = cut?.created ?? 0
    expect(written).toBeGreaterThan(0)
    expect(written).toBeLessThan(2_400)
    expect(await listNames(db)).toHaveLength(written)

    expect(counts(await importText(many, mapping))).toEqual([2_400 - written, 0, written, 0])
    expect(await listNames(db)).toHaveLength(2_400)
    const runs = await db.execute(sql`select status from import_runs order by id`)
    expect(runs).toMatchObject([{ status: 'failed' }, { status: 'finished' }])
  })

  test('rejects rows with line, field and reason, and takes the others', async ({
    db,
    importText,
  }) => {
    const [report] = await importText(
      `${header}1,,,FR,,,,,\n2,test,,FR,,,,,\n3,Too far north,,FR,95,1,,,\n4,"Not
a place",,FR,north,1,,,\n5,Good,,FR,,,update6,,\n5,Other,,FR,,,,,\n`,
      mapping,
    )
    expect(report).toMatchObject({ created: 1, rejected: 5 })
    expect(
      report?.findings.map(({ line, field, reason }) => `${String(line)} ${field} ${reason}`),
    ).toEqual([
      '2 name is missing',
      '3 name “test” is a test record',
      '4 latitude 95 is not between -90 and 90',
      '5 latitude “north” is not a number',
      '7 website is not a web address',
      '8 id is the same record as line 7, with other values',
    ])
    expect(await listNames(db)).toEqual(['Good'])
  })

  test('a first small batch is written early, also after rows that are rejected', async ({
    importText,
  }) => {
    const rows = Array.from(
      { length: 60 },
      (_, n) => `${String(n)},${n < 5 ? '' : `Maison ${String(n)}`},,FR,,,,,`,
    )
    let batches = 0
    const onprogress = () => (batches += 1)
    expect(counts(await importText(header + rows.join('\n'), mapping, { onprogress }))).toEqual([
      55, 0, 0, 5,
    ])
    expect(batches).toBe(2)
  })

  test('tells the planner of all that lists search by', async ({ db, importText }) => {
    const rows = Array.from(
      { length: 450 },
      (_, n) => `${String(n)},Maison ${String(n)},Orléans,FR,,,,,`,
    )
    await importText(header + rows.join('\n'), mapping)
    const known = await db.execute<{ attname: string }>(sql`
      select attname from pg_stats where tablename = 'search_documents' and attname in ('name_key', 'vector')`)
    expect(known.map(({ attname }) => attname).sort()).toEqual(['name_key', 'vector'])
  })

  test('finds the row that the database refuses and takes the others', async ({
    db,
    importText,
  }) => {
    const rows = Array.from(
      { length: 9 },
      (_, n) => `${String(n)},Actor ${String(n)},,FR,,,,,\n`,
    ).join('')
    // Nothing but the database knows this rule.
    await db.execute(sql`alter table actors add constraint no_seven check (name <> 'Actor 7')`)
    try {
      const [report] = await importText(header + rows, mapping)
      expect(report).toMatchObject({ created: 8, rejected: 1 })
      expect(report?.findings[0]).toMatchObject({
        line: 9,
        reason: expect.stringContaining('no_seven'),
      })
    } finally {
      await db.execute(sql`alter table actors drop constraint no_seven`)
    }
  })

  test('a dry run tells and changes nothing', async ({ db, importText }) => {
    expect(counts(await importText(two, mapping, { dryRun: true }))).toEqual([2, 0, 0, 0])
    expect(await listNames(db)).toEqual([])
    expect(await db.execute(sql`select from sources`)).toHaveLength(0)
  })

  test('matches actors of other sources instead of doubling them', async ({ db, importText }) => {
    await importText(two, mapping)
    const other = { ...mapping, source: { name: 'Another directory' } }
    const [report] = await importText(
      `${header}a,MAISON,orleans,FR,,,,,\nb,Something else,Paris,FR,,,,,FR1\nc,Atelier,Nantes,FR,,,,,\nd,Atelier,Blois,DE,,,,,\n`,
      other,
    )
    // By name, country and town; by VAT number; another town or country is another actor.
    expect(report).toMatchObject({ created: 3, matched: 1 })
    expect(await listNames(db)).toHaveLength(5)
    expect(counts(await importText(`${header}a,MAISON,orleans,FR,,,,,\n`, other))).toEqual([
      0, 0, 1, 0,
    ])
  })

  test('two rows of one source stay two, however alike', async ({ importText }) => {
    const [report] = await importText(
      `${header}1,Coop Food,London,UK,,,,,\n2,Coop Food,London,UK,,,,,\n`,
      mapping,
    )
    expect(report?.created).toBe(2)
  })

  test('stores neither e-mail addresses nor control characters', async ({ db, importText }) => {
    await importText(
      `${header}1,Maison\u0001 anna@example.org,,FR,,,mailto:anna@example.org,"Anna, anna@example.org, says hi",\n`,
      mapping,
    )
    const stored = await db.execute<{ text: string }>(sql`
      select concat(name, website, (select string_agg(text, ' ') from actor_texts)) as text from actors`)
    expect(stored[0]?.text).toBe('MaisonAnna, , says hi')
  })

  test('counts all findings and keeps a reasonable number of them', async ({ importText }) => {
    const rows = Array.from({ length: 20_100 }, (_, n) => `${String(n)},,,FR,,,,,\n`).join('')
    const [report] = await importText(header + rows, mapping)
    expect(report).toMatchObject({ rejected: 20_100, found: { rejected: 20_100 } })
    expect(report?.findings).toHaveLength(20_000)
  })

  test('quotes no addresses of people in what it reports', async ({ importText }) => {
    const fields = { title: 't', practitioners: 'p', country: 'c' }
    const [report] = await importText(
      't,p,c\nMending,anna@example.org,FR\nSewing,,bela (AT) example.org\n',
      { features: { practices: fields } },
    )
    expect(report).toMatchObject({ found: { rejected: 1, 'left out': 1 } })
    expect(JSON.stringify(report?.findings)).not.toMatch(/example\.org/)
  })

  test('a batch that cannot be written ends the import', async ({ db, importText }) => {
    const many = Array.from(
      { length: 3_000 },
      (_, n) => `${String(n)},Actor ${String(n)},,FR,,,,,\n`,
    )
    await db.execute(sql`alter table imported_records rename to hidden_records`)
    try {
      await expect(importText(header + many.join(''), mapping)).rejects.toThrow()
    } finally {
      await db.execute(sql`alter table hidden_records rename to imported_records`)
    }
    expect(await db.execute(sql`select status from import_runs`)).toEqual([{ status: 'failed' }])
  })

  test('refuses a file without the columns of the mapping', async ({ importText }) => {
    await expect(importText('a,b\n1,2\n', mapping)).rejects.toThrow(/has no column “id”/)
  })

  test('locates rows without coordinates by postal code and town', async ({ db, importText }) => {
    await db.execute(sql`
      insert into places (id, name, country_code, location)
      values (1, 'Kapolcs', 'HU', 'SRID=4326;POINT(17.61 46.96)')`)
    await db.execute(sql`insert into place_names values (1, 'kapolcs', 'Kapolcs')`)
    await db.execute(sql`
      insert into postal_codes values
        ('HU', '8291', '8291', 'Nagyvázsony', 'nagyvazsony', null, 'SRID=4326;POINT(17.7 46.98)')`)
    const fields = { name: 'name', town: 'town', postalCode: 'zip', country: 'country' }
    await importText(
      'name,town,zip,country\nA,KAPOLCS,,HU\nB,,8291,Magyarország\nC,Nowhere,,HU\n',
      {
        features: { actors: fields },
      },
    )
    const rows = await db.select().from(actors).orderBy(actors.name)
    expect(rows).toMatchObject([
      {
        name: 'A',
        placeId: 1,
        locationPrecision: 'town',
        location: { coordinates: [17.61, 46.96] },
      },
      {
        name: 'B',
        placeId: null,
        locationPrecision: 'town',
        location: { coordinates: [17.7, 46.98] },
      },
      { name: 'C', placeId: null, locationPrecision: null, location: null },
    ])
  })
})

describe('two files of one source', () => {
  const other = (fields: object) => ({
    source: mapping.source,
    features: { actors: { id: 'id', name: 'name', ...fields } },
  })

  test('feed one record: what the second does not have stays', async ({ db, importText }) => {
    const full = {
      kind: 'kind',
      town: 'town',
      country: 'country',
      latitude: 'lat',
      longitude: 'lng',
      'link:facebook': 'fb',
    }
    await importText(
      'id,name,kind,town,country,lat,lng,fb\n1,Maison,cooperative,Blois,FR,47.6,1.3,facebook.com/a\n',
      other(full),
    )
    await db.execute(sql`insert into places (id, name, country_code, location)
      values (1, 'Blois', 'FR', 'SRID=4326;POINT(1 47)')`)
    await db.execute(sql`insert into place_names values (1, 'blois', 'Blois')`)
    const [report] = await importText(
      'id,name,town,country,web,x\n1,Maison,Blois,FR,maison.example,x.com/a\n',
      other({ town: 'town', country: 'country', website: 'web', 'link:x': 'x' }),
    )
    expect(report).toMatchObject({ updated: 1, findings: [] })
    const [actor] = await db.select().from(actors)
    expect(actor).toMatchObject({
      kind: 'cooperative',
      location: { coordinates: [1.3, 47.6] },
      locationPrecision: 'address',
      website: 'https://maison.example',
    })
    const links = await db.execute(sql`select kind from actor_links order by kind`)
    expect(links).toMatchObject([{ kind: 'facebook' }, { kind: 'x' }])
  })

  test('a file that says no more where a town is clears its point', async ({ db, importText }) => {
    await db.execute(sql`insert into places (id, name, country_code, location)
      values (1, 'Blois', 'FR', 'SRID=4326;POINT(1 47)')`)
    await db.execute(sql`insert into place_names values (1, 'blois', 'Blois')`)
    const fields = other({ town: 'town', country: 'country' })
    await importText('id,name,town,country\n1,Maison,Blois,FR\n', fields)
    await importText('id,name,town,country\n1,Maison,Nowhere,FR\n', fields)
    expect(await db.select().from(actors)).toMatchObject([
      { town: 'Nowhere', location: null, placeId: null },
    ])
  })

  test('the language of a title that a file does not say stays', async ({ db, importText }) => {
    const fields = { id: 'id', title: 'title' }
    const read = (more: object) => ({
      source: mapping.source,
      features: { collaborations: { ...fields, ...more } },
    })
    await importText(
      'id,title,lang,kind\n1,Nous,fr,network\n',
      read({ language: 'lang', kind: 'kind' }),
    )
    await importText('id,title,web\n1,Nous tous,nous.example\n', read({ website: 'web' }))
    expect(await db.execute(sql`select title, language, kind from collaborations`)).toEqual([
      { title: 'Nous tous', language: 'fr', kind: 'network' },
    ])
  })
})

describe('what was said here of an entry', () => {
  test('stays when the file changes something else', async ({ db, importText }) => {
    const linked = {
      ...mapping,
      features: { actors: { ...mapping.features.actors, 'link:press': 'vat' } },
    }
    const row = (town: string, link: string) => `${header}1,Maison,${town},FR,,,,Texte,${link}\n`
    await importText(row('Blois', 'press.example'), linked)
    await db.execute(sql`update actor_links set title = 'A portrait', language = 'fr'`)
    await importText(row('Tours', 'press.example'), linked)
    const links = () => db.execute(sql`select url, title from actor_links`)
    expect(await links()).toEqual([{ url: 'https://press.example', title: 'A portrait' }])
    await importText(row('Tours', 'other.example'), linked)
    expect(await links()).toEqual([{ url: 'https://other.example', title: null }])
    expect(await db.execute(sql`select text from actor_texts`)).toEqual([{ text: 'Texte' }])
  })

  test('texts that a file drops are dropped', async ({ db, importText }) => {
    await importText(two, mapping)
    await importText(two.replace('<p>Une <b>maison</b></p>', ''), mapping)
    expect(await db.execute(sql`select text from actor_texts`)).toEqual([])
  })

  test('nobody edited a record that is as the file said', async ({ importText }) => {
    const licensed = {
      source: mapping.source,
      features: {
        actors: { id: 'id', name: 'name', licence: 'l', 'link:b': 'b', 'link:a': 'a' },
      },
    }
    await importText('id,name,l,b,a\n1,Maison,,b.example,a.example\n', licensed)
    const [report] = await importText(
      'id,name,l,b,a\n1,Maison,CC BY 4.0,b.example,a.example\n',
      licensed,
    )
    expect(report).toMatchObject({ updated: 1, findings: [] })
  })
})

test('an id that no index can hold is a rejected row', async ({ importText }) => {
  // Random enough not to be packed.
  const long = Array.from({ length: 6_000 }, (_, n) => ((n * n * 7919) % 36).toString(36)).join('')
  const [report] = await importText(
    `${header}${long},Maison,,FR,,,,,\n2,Atelier,,FR,,,,,\n`,
    mapping,
  )
  expect(report).toMatchObject({ created: 1, rejected: 1 })
  expect(report?.findings).toMatchObject([{ line: 2, field: 'id' }])
})

test('a reserved address is not given away, and those of files are made like ours', async ({
  db,
  importText,
}) => {
  const fields = { name: 'name', slug: 'slug' }
  await importText('name,slug\nClusters,clusters\nMaison,Ma/Maison ?\n', {
    features: { actors: fields },
  })
  const slugs = await db.select({ slug: actors.slug }).from(actors).orderBy(actors.id)
  expect(slugs).toEqual([{ slug: expect.stringMatching(/^clusters-./) }, { slug: 'ma-maison' }])
})

describe('one file that feeds several features', () => {
  const networks = {
    source: { name: 'Networks' },
    features: {
      actors: { id: 'city_id', name: 'city', country: 'country' },
      collaborations: { id: 'network_id', title: 'network', start: 'from', end: 'to' },
      participations: {
        collaboration: 'network_id',
        actor: 'city_id',
        role: { column: 'role', values: { Lead: 'coordinator', Partner: 'partner' } },
      },
    },
  }
  const file =
    'city_id,city,country,network_id,network,from,to,role\n' +
    '1,Porto,PT,n1,Second chance,2015,2018,Partner\n' +
    '2,Naples,IT,n1,Second chance,2015,2018,Lead\n' +
    '1,Porto,PT,n2,Old towns,2019,,Lead\n' +
    '3,Liège,BE,n3,Backwards,2019,2015,Lead\n'

  test('ties neither erased actors nor those that were merged', async ({ db, importText }) => {
    await importText(file, { ...networks, features: { actors: networks.features.actors } })
    await db.update(actors).set({ status: 'erased' }).where(eq(actors.name, 'Naples'))
    await db.execute(sql`
      update actors set status = 'merged', merged_into_id = (select id from actors where name = 'Liège')
      where name = 'Porto'`)
    const { collaborations, participations: ties } = networks.features
    const [, report] = await importText(file, {
      source: networks.source,
      features: { collaborations, participations: ties },
    })
    expect(report?.findings.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'there is no actor 2'],
      [5, 'there is no collaboration n3'],
    ])
    const rows = await db.execute(sql`
      select distinct name from participations join actors on actors.id = actor_id`)
    expect(rows).toEqual([{ name: 'Liège' }])
  })

  test('makes actors and collaborations once and ties them', async ({ db, importText }) => {
    const reports = await importText(file, networks)
    expect(reports.map((one) => [one.feature, one.created, one.repeated, one.rejected])).toEqual([
      ['actors', 3, 1, 0],
      ['collaborations', 2, 1, 1],
      ['participations', 3, 0, 1],
    ])
    expect(reports[2]?.findings).toMatchObject([
      { line: 5, field: 'collaboration', reason: 'there is no collaboration n3' },
    ])
    const rows = await db.select().from(participations)
    expect(rows.map(({ role, evidence }) => [role, evidence])).toEqual([
      ['partner', 'imported'],
      ['coordinator', 'imported'],
      ['coordinator', 'imported'],
    ])
    const again = await importText(file, networks)
    expect(again.map((one) => [one.created, one.updated])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ])
  })
})
