import { eq, sql } from 'drizzle-orm'
import { describe, expect, inject, vi } from 'vitest'
import { actors, type Database, mails, proposals, revisions } from '@maillage/db'
import { readConfig } from '../config.ts'
import { anActor } from '../factories.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { aPerson, test } from '../testing.ts'
import { changeRecord, createRecord, lockRecord } from './change-record.ts'
import { acceptProposal, propose, rejectProposal } from './proposals.queries.ts'
import { type Documents, recordKinds } from './records.ts'

const now = new Date('2026-11-22T10:00:00Z')
const config = readConfig({ PUBLIC_URL: 'https://maillage.example' })

const viewerOf = (account: { id: number }) => ({ accountId: account.id }) as never

async function anUpdate(db: Database, id: number, change: Partial<Documents['actors']>) {
  const document = { ...(await recordKinds.actors.read(db, id)), ...change }
  const author = await aPerson(db, { owns: [id], language: 'fr' })
  const proposal = await db.transaction((tx) =>
    propose(tx, {
      feature: 'actors',
      recordId: id,
      kind: 'update',
      document,
      baseVersion: 1,
      risks: ['name'],
      why: 'We have a new name',
      accountId: author.id,
      now,
    }),
  )
  return { ...proposal, author }
}

const accept = (db: Database, jobs: Jobs, proposalId: number, moderator: { id: number }) =>
  db.transaction((tx) =>
    acceptProposal(tx, { jobs, config }, { proposalId, viewer: viewerOf(moderator), now }),
  )

const mailsOf = (db: Database, accountId: number) =>
  db.select().from(mails).where(eq(mails.accountId, accountId)).orderBy(mails.id)

describe('a proposal', () => {
  test('leaves the record alone until it is accepted, then tells its author', async ({
    db,
    jobs,
  }) => {
    const { id, slug } = await anActor(db, { name: 'Old name' })
    const moderator = await aPerson(db, { role: 'moderator' })
    const proposal = await anUpdate(db, id, { name: 'New name' })
    expect(proposal.changedFields).toEqual(['name'])
    expect((await recordKinds.actors.read(db, id)).name).toBe('Old name')

    expect(await accept(db, jobs, proposal.id, moderator)).toEqual({ version: 2 })
    expect((await recordKinds.actors.read(db, id)).name).toBe('New name')
    expect(await mailsOf(db, proposal.author.id)).toMatchObject([
      {
        template: 'proposal-accepted',
        language: 'fr',
        params: { record: 'Old name', url: `https://maillage.example/fr/actors/${slug}` },
      },
    ])
    const history = await db.select().from(revisions).orderBy(revisions.version)
    expect(history).toMatchObject([
      { version: 1, act: 'import', authorRole: 'import', document: { name: 'Old name' } },
      {
        version: 2,
        act: 'update',
        authorRole: 'owner',
        accountId: proposal.author.id,
        why: 'We have a new name',
        changedFields: ['name'],
        document: { name: 'New name' },
      },
    ])
  })

  test('changes only what its author changed, on top of what others changed since', async ({
    db,
    jobs,
  }) => {
    const { id } = await anActor(db, { name: 'Old name', website: 'https://old.example/' })
    const moderator = await aPerson(db, { role: 'moderator' })
    const proposal = await anUpdate(db, id, { name: 'New name' })
    await db.transaction(async (tx) => {
      const document = await recordKinds.actors.read(tx, id)
      await changeRecord(tx, {
        feature: 'actors',
        id,
        document: { ...document, website: 'https://new.example/' },
        act: 'update',
        viewer: viewerOf(moderator),
        authorRole: 'moderator',
        why: null,
        now,
      })
    })
    await accept(db, jobs, proposal.id, moderator)
    expect(await recordKinds.actors.read(db, id)).toMatchObject({
      name: 'New name',
      website: 'https://new.example/',
    })
  })

  test('that is rejected changes nothing and gives its author the reason', async ({ db, jobs }) => {
    const { id } = await anActor(db, { name: 'Old name' })
    const moderator = await aPerson(db, { role: 'moderator' })
    const proposal = await anUpdate(db, id, { name: 'New name' })
    const reject = () =>
      db.transaction((tx) =>
        rejectProposal(
          tx,
          { jobs, config },
          { proposalId: proposal.id, viewer: viewerOf(moderator), now, reason: 'Not your name.' },
        ),
      )
    await reject()
    expect((await recordKinds.actors.read(db, id)).name).toBe('Old name')
    expect(await mailsOf(db, proposal.author.id)).toMatchObject([
      { template: 'proposal-rejected', params: { reason: 'Not your name.' } },
    ])
    await expect(reject()).rejects.toMatchObject({ status: 409 })
  })

  test('takes the place of what the same person proposed before', async ({ db }) => {
    const { id } = await anActor(db)
    const { author, ...first } = await anUpdate(db, id, { name: 'One' })
    const document = await recordKinds.actors.read(db, id)
    await db.transaction((tx) =>
      propose(tx, {
        feature: 'actors',
        recordId: id,
        kind: 'update',
        document: { ...document, name: 'Two' },
        baseVersion: 1,
        risks: [],
        accountId: author.id,
        now,
      }),
    )
    const [old] = await db.select().from(proposals).where(eq(proposals.id, first.id))
    expect(old?.status).toBe('superseded')
  })

  test('of a new record publishes it when it is accepted', async ({ db, jobs, app }) => {
    const sample = await anActor(db, { name: 'Sample' })
    const document = await recordKinds.actors.read(db, sample.id)
    const author = await aPerson(db)
    const moderator = await aPerson(db, { role: 'moderator' })
    const { record, proposal } = await db.transaction(async (tx) => {
      const record = await createRecord(tx, {
        feature: 'actors',
        document: { ...document, name: 'Newcomers' },
        viewer: viewerOf(author),
        authorRole: 'person',
        now,
      })
      const proposal = await propose(tx, {
        feature: 'actors',
        recordId: record.id,
        kind: 'create',
        document: { ...document, name: 'Newcomers' },
        baseVersion: 1,
        risks: ['new_record'],
        accountId: author.id,
        now,
      })
      return { record, proposal }
    })
    expect(record.slug).toBe('newcomers')
    expect((await app.inject('/api/actors/newcomers')).statusCode).toBe(404)
    expect((await app.inject('/api/actors?q=newcomers')).json()).toMatchObject({ total: 0 })
    await accept(db, jobs, proposal.id, moderator)
    expect((await app.inject('/api/actors/newcomers')).statusCode).toBe(200)
    expect((await app.inject('/api/actors?q=newcomers')).json()).toMatchObject({ total: 1 })
  })

  // On the embedded engine, one transaction waits for the other's end anyway.
  test.skipIf(!inject('databaseUrl'))(
    'waits for a change that its author is saving, and is superseded by it',
    async ({ db, jobs }) => {
      const { id } = await anActor(db, { name: 'Old name' })
      const moderator = await aPerson(db, { role: 'moderator' })
      const { author, ...first } = await anUpdate(db, id, { name: 'One' })
      let accepting: Promise<unknown> = Promise.resolve()
      await db.transaction(async (tx) => {
        const { version: baseVersion } = await lockRecord(tx, 'actors', id)
        accepting = accept(db, jobs, first.id, moderator).catch((error: unknown) => error)
        const isWaiting = async () => {
          // Outside of this transaction, in which the activity stays what it was.
          const waiting = await db.execute(sql`
            select from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock'`)
          expect(waiting).toHaveLength(1)
        }
        await vi.waitFor(isWaiting, { timeout: 20_000 })
        await propose(tx, {
          feature: 'actors',
          recordId: id,
          kind: 'update',
          document: { ...(await recordKinds.actors.read(tx, id)), name: 'Two' },
          baseVersion,
          risks: [],
          accountId: author.id,
          now,
        })
      })
      expect(await accepting).toMatchObject({ status: 409 })
    },
  )

  test('to erase leaves the slug and the status, and no word of it anywhere', async ({
    db,
    jobs,
    app,
  }) => {
    const { id, slug } = await anActor(db, {
      name: 'Vanishers',
      summary: { en: 'Quokka breeders' },
      at: [21, 45],
    })
    const proposal = await anUpdate(db, id, { website: 'https://quokka.example/' })
    const moderator = await aPerson(db, { role: 'moderator' })
    await accept(db, jobs, proposal.id, moderator)
    const { author } = await anUpdate(db, id, { legalForm: 'Quokka Ltd' })
    const erasure = await db.transaction(async (tx) =>
      propose(tx, {
        feature: 'actors',
        recordId: id,
        kind: 'erase',
        document: await recordKinds.actors.read(tx, id),
        baseVersion: 2,
        risks: [],
        accountId: author.id,
        now,
      }),
    )
    await accept(db, jobs, erasure.id, moderator)

    expect(await mailsOf(db, author.id)).toMatchObject([{ template: 'proposal-accepted' }])
    // The other owner did not ask for it.
    expect(await mailsOf(db, proposal.author.id)).toMatchObject([
      { template: 'proposal-accepted' },
      { template: 'actor-erased', params: { actor: 'Vanishers' } },
    ])
    expect((await app.inject(`/api/actors/${slug}`)).statusCode).toBe(410)
    const [row] = await db.select().from(actors).where(eq(actors.id, id))
    expect(row).toMatchObject({ slug, status: 'erased', name: '—', location: null, website: null })
    // Mails say what they said; all else must be empty of it.
    const tables = await db.execute<{ name: string }>(sql`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_type = 'BASE TABLE'
        and table_name not in ('mails', 'search_words')`)
    for (const { name } of tables) {
      const [found] = await db.execute<{ count: number }>(sql`
        select count(*)::int as count from ${sql.identifier(name)} as row
        where row::text ilike '%quokka%' or row::text ilike '%vanishers"%'`)
      expect(found, name).toEqual({ count: 0 })
    }
  })
})
