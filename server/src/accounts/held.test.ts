import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import {
  accounts,
  actorEditors,
  actors,
  claims,
  collaborations,
  consents,
  type Database,
  drafts,
  erasures,
  images,
  invitations,
  mails,
  practices,
  proposals,
  reports,
  revisions,
  sessions,
  signIns,
  threadMessages,
  threads,
} from '@maillage/db'
import { buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { aCollaboration, anActor, aPractice } from '../factories.ts'
import { forgetImages } from '../images/images.jobs.ts'
import { replayImages } from '../images/images.queries.ts'
import mailMessages from '../mail/messages/en.json' with { type: 'json' }
import { readBounce } from '../mail/read-bounce.ts'
import { replayRecords } from '../moderation/erase-record.ts'
import { aPerson, test } from '../testing.ts'
import { readErasures } from './erasure-file.ts'
import { heldCodes, heldColumns, heldTables, replayAccounts } from './held.queries.ts'
import { enforceRetention } from './retention.queries.ts'
import { retention, UNUSED_ACCOUNT_DAYS } from './retention.rules.ts'

const CANARY = 'canary@people.example'
const NAME = 'Canary Person'

/** Every text of every table that holds a word. */
async function wordIn(db: Database, word: string): Promise<string[]> {
  const tables = await db.execute<{ name: string }>(sql`
    select tablename as name from pg_tables
    where schemaname = 'public' and tablename <> 'spatial_ref_sys'`)
  const found: string[] = []
  for (const { name } of tables) {
    const [row] = await db.execute<{ has: boolean }>(sql`
      select exists (select from ${sql.identifier(name)} as r where r::text ilike ${`%${word}%`}) as has`)
    if (row?.has) found.push(name)
  }
  return found.sort()
}

/** A person of whom something is in every table that can hold it. */
async function aKnownPerson(db: Database) {
  const person = await aPerson(db, { email: CANARY })
  const { id: accountId } = person
  const actor = await anActor(db)
  const soon = new Date(Date.now() + 86_400_000)
  await db.update(accounts).set({ name: NAME }).where(eq(accounts.id, accountId))
  await db.insert(consents).values({ accountId, kind: 'privacy', textVersion: '1', language: 'en' })
  await db.insert(actorEditors).values({ actorId: actor.id, accountId, role: 'owner' })
  await db.insert(signIns).values({
    email: CANARY,
    tokenHash: 't',
    codeHash: 'c',
    browserHash: 'b',
    language: 'en',
    expiresAt: soon,
  })
  await db.insert(invitations).values({
    actorId: actor.id,
    email: CANARY,
    role: 'editor',
    tokenHash: 'i',
    expiresAt: soon,
  })
  await db.insert(claims).values({ actorId: actor.id, accountId, proof: 'domain', email: CANARY })
  await db.insert(drafts).values({
    reference: 'MA-1',
    email: CANARY,
    language: 'en',
    answers: { email: CANARY },
    expiresAt: soon,
  })
  await db.insert(reports).values({
    reference: 'MA-2',
    feature: 'actors',
    recordId: actor.id,
    kind: 'wrong',
    message: 'It has moved',
    language: 'en',
    email: CANARY,
    accountId,
  })
  await db
    .insert(mails)
    .values({ template: 'sign-in', language: 'en', address: CANARY, messageId: 'm' })
  await db.insert(images).values({
    key: 'k',
    uploadedById: accountId,
    role: 'logo',
    alt: {},
    width: 1,
    height: 1,
  })
  await db.insert(proposals).values({
    reference: 'MA-3',
    feature: 'actors',
    recordId: actor.id,
    kind: 'update',
    baseVersion: 1,
    document: {},
    accountId,
  })
  await db.insert(revisions).values({
    feature: 'actors',
    recordId: actor.id,
    version: 1,
    act: 'update',
    authorRole: 'owner',
    accountId,
    document: {},
  })
  const [thread] = await db
    .insert(threads)
    .values({
      actorId: actor.id,
      senderId: accountId,
      language: 'en',
      reference: 'MA-4',
      senderName: NAME,
      subject: 'Hello',
    })
    .returning()
  await db
    .insert(threadMessages)
    .values({ threadId: thread?.id ?? 0, side: 'sender', accountId, text: 'Hello' })
  return { ...person, actor }
}

describe('what is held on a person', () => {
  test('is shown whole, to them alone, without secrets', async ({ app, db }) => {
    const { headers } = await aKnownPerson(db)
    const answer = await app.inject({ url: '/api/account/data', headers })
    const { tables } = answer.json()
    const holding = await wordIn(db, CANARY)
    expect(Object.keys(tables)).toEqual(expect.arrayContaining(holding))
    expect(Object.keys(tables)).toEqual(
      expect.arrayContaining([
        'consents',
        'sessions',
        'proposals',
        'revisions',
        'threads',
        'images',
      ]),
    )
    expect(answer.body).not.toMatch(/hash/i)
    const other = await aPerson(db)
    const others = await app.inject({ url: '/api/account/data', headers: other.headers })
    expect(others.body).not.toContain('canary')
  })

  test('has a name in every language of the pages', async () => {
    for (const language of ['en', 'fr', 'it', 'pt', 'hu', 'ro']) {
      const file = `../../../web/src/lib/i18n/messages/${language}/held.json`
      const words = JSON.parse(await readFile(new URL(file, import.meta.url), 'utf8')) as object
      expect(Object.keys(words)).toEqual(
        expect.arrayContaining([
          ...heldTables.map((name) => `held.table.${name}`),
          ...heldColumns.map((name) => `held.field.${name}`),
        ]),
      )
    }
  })

  test('is told in words, not in codes', async () => {
    const folder = new URL('../../../web/src/lib/i18n/messages/en/', import.meta.url)
    const files = (await readdir(folder)).filter((name) => name.endsWith('.json'))
    const texts = await Promise.all(files.map((name) => readFile(new URL(name, folder), 'utf8')))
    const keys = texts.flatMap((text) => Object.keys(JSON.parse(text) as object))
    // Where `read-value.ts` looks for them.
    const group =
      /^(held\.code|contact\.state|edit\.act|nav|report\.kind|review\.(kind|risk|role|status|words))\./
    const named = keys.filter((key) => group.test(key)).map((key) => key.replace(group, ''))
    expect(named).toEqual(expect.arrayContaining(heldCodes))
    const mails = Object.keys(mailMessages).filter((key) => key.endsWith('.subject'))
    expect(keys).toEqual(
      expect.arrayContaining(mails.map((key) => `held.mail.${key.replace('.subject', '')}`)),
    )
  })

  test('goes when they erase it; what they did for others stays without them', async ({
    db,
    jobs,
    clock,
  }) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'maillage-erasures-'))
    const app = await buildApp({
      db,
      jobs,
      now: clock.now,
      config: readConfig({ DATA_DIR: dataDir }),
    })
    const { headers, id } = await aKnownPerson(db)
    const answer = await app.inject({ method: 'DELETE', url: '/api/account', headers })
    expect(answer.statusCode).toBe(204)
    expect(await wordIn(db, CANARY)).toEqual([])
    expect(await wordIn(db, NAME)).toEqual([])
    expect(await db.$count(sessions)).toBe(0)
    expect(await db.select().from(revisions)).toMatchObject([
      { accountId: null, authorRole: 'owner' },
    ])
    expect(await db.select().from(reports)).toMatchObject([{ email: null, accountId: null }])

    // The list outlives the database that a backup brings back.
    const list = await readErasures(join(dataDir, 'erasures.jsonl'))
    expect(await readFile(join(dataDir, 'erasures.jsonl'), 'utf8')).not.toContain('canary')
    await db.delete(erasures)
    const back = await aPerson(db, { email: CANARY })
    expect(back.id).not.toBe(id)
    const before = new Date(clock.now().getTime() - 86_400_000)
    await db.update(accounts).set({ createdAt: before })
    const bystander = await aPerson(db)
    expect(await replayAccounts(db, list, clock.now())).toBe(1)
    expect(await db.select().from(accounts)).toMatchObject([{ id: bystander.id }])

    await aPerson(db, { email: CANARY })
    clock.set(60_000)
    expect(await replayAccounts(db, list, clock.now())).toBe(0)
    await app.close()
    await rm(dataDir, { recursive: true })
  })
})

describe('what a backup brings back', () => {
  test('of records, conversations and images that were erased is erased again', async ({
    db,
    jobs,
    clock,
  }) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'maillage-erasures-'))
    const config = readConfig({ DATA_DIR: dataDir })
    const app = await buildApp({ db, jobs, config, now: clock.now })
    const owner = await aPerson(db)
    const { headers } = await aPerson(db, { role: 'moderator' })
    const longAgo = new Date(clock.now().getTime() - 9 * 86_400_000)
    const image = { role: 'picture' as const, alt: {}, width: 1, height: 1, createdAt: longAgo }

    /** All as it is in the backup. */
    const restore = async () => {
      for (const table of [images, actors, practices, collaborations]) await db.delete(table)
      const actor = await anActor(db, { name: 'Canary', slug: 'a', createdAt: longAgo })
      await anActor(db, { name: 'Other', slug: 'other', createdAt: longAgo })
      await aPractice(db, { slug: 'p', createdAt: longAgo })
      await aCollaboration(db, { slug: 'c', createdAt: longAgo })
      await db.insert(images).values([
        { ...image, key: 'of-the-actor', actorId: actor.id },
        { ...image, key: 'taken-away', uploadedById: owner.id },
      ])
      await db.insert(threads).values({
        actorId: actor.id,
        senderId: owner.id,
        language: 'en',
        reference: 'MA-5',
        senderName: 'Canary',
        subject: 'Hello',
      })
    }
    const left = async () => [
      (await db.select().from(images)).map(({ key }) => key),
      await db.$count(threads),
      (await db.select().from(actors)).map(({ slug, status }) => `${slug} ${status}`).sort(),
      (await db.select().from(practices)).map(({ status }) => status),
      (await db.select().from(collaborations)).map(({ status }) => status),
    ]
    const nothing = [[], 0, ['a erased', 'other published'], ['erased'], ['erased']]

    await restore()
    for (const url of ['/api/actors/a', '/api/practices/p', '/api/collaborations/c']) {
      const erased = await app.inject({
        method: 'DELETE',
        url,
        headers: { ...headers, 'if-match': '*' },
      })
      expect(erased.statusCode).toBe(204)
    }
    await forgetImages({ db, config, now: clock.now }).run({})
    expect(await left()).toEqual([['taken-away'], ...nothing.slice(1)])
    await db.update(images).set({ createdAt: new Date(0) })
    await forgetImages({ db, config, now: clock.now }).run({})
    expect(await left()).toEqual(nothing)

    await db.delete(erasures)
    await restore()
    expect((await left())[0]).toHaveLength(2)
    const list = await readErasures(join(dataDir, 'erasures.jsonl'))
    expect(await replayRecords(db, list, clock.now())).toBe(3)
    expect(await replayImages(db, list)).toBe(1)
    expect(await left()).toEqual(nothing)
    expect(await replayRecords(db, list, clock.now())).toBe(0)
    await app.close()
    await rm(dataDir, { recursive: true })
  })
})

describe('retention', () => {
  test('takes what is old enough and leaves the rest', async ({ db, clock }) => {
    await aKnownPerson(db)
    await enforceRetention(db, clock.now())
    expect(await wordIn(db, CANARY)).toEqual([
      'accounts',
      'claims',
      'drafts',
      'invitations',
      'mails',
      'reports',
      'sign_ins',
    ])
    await db.update(reports).set({ decidedAt: clock.now() })
    await db.update(claims).set({ decidedAt: clock.now() })
    await db.update(mails).set({ state: 'sent' })
    clock.set(100 * 86_400_000)
    await enforceRetention(db, clock.now())
    expect(await wordIn(db, CANARY)).toEqual(['accounts'])
    clock.set(3 * 365 * 86_400_000)
    await enforceRetention(db, clock.now())
    // Someone who writes for an actor keeps their account.
    expect(await wordIn(db, CANARY)).toEqual(['accounts'])
    await db.delete(actorEditors)
    expect(await enforceRetention(db, clock.now())).toBe(1)
    expect(await wordIn(db, CANARY)).toEqual([])
  })

  test('is written down as it is done', async () => {
    const text = await readFile(new URL('../../../docs/privacy.md', import.meta.url), 'utf8')
    for (const { table, since, days } of retention) {
      expect(text).toMatch(
        new RegExp(`\\| \`${table}\` +\\| \`${since}\` +\\| ${String(days)} +\\|`),
      )
    }
    expect(text).toContain(`| ${String(UNUSED_ACCOUNT_DAYS)} `)
  })
})

test('a consent names the version of the text that the page shows', async () => {
  const { PRIVACY_VERSION } = await import('./privacy.rules.ts')
  for (const language of ['en', 'fr', 'it', 'pt', 'hu', 'ro']) {
    const file = new URL(
      `../../../web/src/lib/i18n/messages/${language}/privacy.json`,
      import.meta.url,
    )
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      'privacy.version': PRIVACY_VERSION,
    })
  }
})

describe('a message of a mail server', () => {
  const notice = (action: string, status: string) =>
    `From: mailer@mx.example
To: maillage@instance.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; canary@people.example
Action: ${action}
Status: ${status}
--b
Content-Type: text/rfc822-headers

Message-ID: <8f14e45f-ceea-467f-a8d5-6a1a4f1c4c11@instance.example>
Subject: Sign in
--b--
`.replaceAll('\n', '\r\n')

  test('tells which mail has bounced', async () => {
    expect(await readBounce(notice('failed', '5.1.1'))).toEqual({
      messageId: '8f14e45f-ceea-467f-a8d5-6a1a4f1c4c11',
      status: '5.1.1',
    })
  })

  test('that only says that it takes longer is no bounce', async () => {
    expect(await readBounce(notice('delayed', '4.4.1'))).toBeUndefined()
  })
})
