import { openDatabase } from '@maillage/db'
import {
  accounts,
  activities,
  actorEditors,
  actorLinks,
  actorTexts,
  actors,
  actorSuggestions,
  adoptions,
  claims,
  collaborationLinks,
  conceptLabels,
  conceptSuggestions,
  imageFiles,
  images,
  needs,
  offers,
  participations,
  practiceMaterials,
  practiceResources,
  practiceRoles,
  practices,
  collaborations,
  practiceSteps,
  practiceTexts,
  practiceTextFields,
  reports,
  revisions,
  secondFactors,
  threadMessages,
  threads,
} from '@maillage/db'
import { newReference } from '../../server/src/accounts/secrets.rules.ts'
import type { RecordFeature } from '../../server/src/accounts/roles.queries.ts'
import { startSession } from '../../server/src/accounts/sessions.queries.ts'
import { aCollaboration, aConcept, anActor, aPractice } from '../../server/src/factories.ts'
import { propose } from '../../server/src/moderation/proposals.queries.ts'
import { type Documents, recordKinds } from '../../server/src/moderation/records.ts'
import { inGroups } from './stored-xss-payloads.ts'

/**
 * Fills a new data folder with records whose every text is hostile: as if no check had been on the way in, so that what
 * shows them must hold by itself. Prints whose session sees all of it, and where.
 */
const [folder = ''] = process.argv.slice(2)
const LONGEST_NAME = 290

/** The smallest WebP there is. */
const PIXEL = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64')

const database = await openDatabase({ dataDir: folder })
const { db } = database
const groups = inGroups(LONGEST_NAME)
const now = new Date()

const [administrator, author] = await db
  .insert(accounts)
  .values([
    { email: 'administrator@people.example', role: 'administrator' as const, name: groups[0]?.[0] },
    { email: 'author@people.example', name: groups[1]?.join(' ') },
  ])
  .returning()
if (!administrator || !author) throw new Error('No accounts were written')
await db
  .insert(secondFactors)
  .values({ accountId: administrator.id, secret: 'unused', confirmedAt: now })
const written: { threads: string[]; proposals: string[] } = { threads: [], proposals: [] }

/** What people write of a record without changing it. */
async function writeAbout(actorId: number, text: string, long: string) {
  const reference = newReference()
  const [thread] = await db
    .insert(threads)
    .values({
      reference,
      actorId,
      senderId: author?.id ?? 0,
      language: 'en',
      senderName: text,
      subject: text,
      state: 'declined',
      reason: long,
    })
    .returning()
  await db.insert(threadMessages).values([
    { threadId: thread?.id ?? 0, side: 'sender', accountId: author?.id ?? 0, text: long },
    { threadId: thread?.id ?? 0, side: 'actor', accountId: administrator?.id ?? 0, text: long },
  ])
  written.threads.push(reference)
  await db.insert(actorEditors).values([
    { actorId, accountId: administrator?.id ?? 0, role: 'owner' },
    { actorId, accountId: author?.id ?? 0, role: 'editor' },
  ])
  await db.insert(claims).values({
    actorId,
    accountId: author?.id ?? 0,
    proof: 'moderator',
    message: long,
  })
  await db.insert(reports).values({
    reference: newReference(),
    feature: 'actors',
    recordId: actorId,
    kind: 'wrong',
    message: long,
    language: 'en',
  })
  const [word] = await db
    .insert(conceptSuggestions)
    .values({ scheme: 'skill', label: `${String(actorId)} ${text}`.slice(0, 80), language: 'en' })
    .returning()
  await db.insert(actorSuggestions).values({ actorId, suggestionId: word?.id ?? 0 })
}

const tables = { actors, practices, collaborations }

/** A change that waits, and one that was made, of a record whose texts are hostile already. */
async function writeChanges(feature: RecordFeature, id: number) {
  const document: Documents[RecordFeature] = await recordKinds[feature].read(db, id)
  const field = feature === 'actors' ? 'name' : 'title'
  const proposed: Documents[RecordFeature] = {
    ...document,
    [field]: `"><img src=x onerror=xss()> ${String(id)}`,
  }
  const accountId = author?.id ?? 0
  const why = `<script>xss()</script><b onmouseover=xss()>`
  const { reference } = await db.transaction((tx) =>
    propose(tx, {
      feature,
      recordId: id,
      kind: 'update',
      document: proposed,
      baseVersion: 1,
      risks: ['name'],
      why,
      accountId,
      now,
    }),
  )
  written.proposals.push(reference)
  const revision = { feature, recordId: id, authorRole: 'owner' as const, accountId, why }
  await db.insert(revisions).values([
    { ...revision, version: 1, act: 'import', document },
    { ...revision, version: 2, act: 'update', document: proposed, changedFields: [field] },
  ])
  await db.update(tables[feature]).set({ version: 2 })
}

for (const [index, group] of groups.entries()) {
  const text = group.join(' ')
  const long = group.join('\n\n')
  const place = index % 2 === 0 ? { town: text, region: text } : { town: null, region: text }
  const themeId = await aConcept(db, 'theme', `theme-${String(index)}`)
  const skillId = await aConcept(db, 'skill', `skill-${String(index)}`)
  await db.update(conceptLabels).set({ label: text })
  const actor = await anActor(db, {
    slug: `hostile-${String(index)}`,
    name: text,
    shortName: text,
    legalForm: text,
    website: group[0] ?? '',
    street: text,
    postalCode: text,
    ...place,
    countryCode: 'RO',
    at: [21 + index / 10, 45 + (index % 7) / 10],
    sourceUrl: group[0] ?? '',
    licence: text,
    themes: [themeId],
    skills: [skillId],
  })
  const actorId = actor.id
  await db.insert(actorTexts).values([
    { actorId, field: 'summary', language: 'en', text },
    { actorId, field: 'description', language: 'en', text: long },
  ])
  await db
    .insert(actorLinks)
    .values(group.map((url) => ({ actorId, kind: 'website', url, title: text })))
  await db.insert(offers).values({ actorId, kind: 'skill', language: 'en', text, skillId })
  await db.insert(needs).values({ actorId, kind: 'space', language: 'en', text })

  const practice = await aPractice(db, {
    slug: `hostile-${String(index)}`,
    title: text,
    town: text,
    countryCode: 'RO',
    sourceUrl: group[0] ?? '',
    licence: text,
    themes: [themeId],
    skills: [skillId],
    practitioners: [actorId],
  })
  const practiceId = practice.id
  await db.insert(practiceTexts).values(
    practiceTextFields.map((field) => ({
      practiceId,
      field,
      language: 'en',
      text: field === 'title' ? text : long,
    })),
  )
  await db.insert(practiceRoles).values({ practiceId, position: 0, role: text })
  await db.insert(practiceResources).values({ practiceId, position: 0, resource: text })
  await db
    .insert(practiceSteps)
    .values(group.map((title, position) => ({ practiceId, position, title, text: long })))
  await db
    .insert(practiceMaterials)
    .values(group.map((url, position) => ({ practiceId, position, url, title: text })))
  await db
    .insert(adoptions)
    .values({ practiceId, actorId, town: text, language: 'en', adaptation: text, outcome: text })

  const collaboration = await aCollaboration(db, {
    slug: `hostile-${String(index)}`,
    title: text,
    programme: text,
    reference: text,
    website: group[0] ?? '',
    summary: { en: text },
    themes: [themeId],
    participants: [actorId, (await anActor(db, { name: text })).id],
  })
  const collaborationId = collaboration.id
  await db
    .insert(collaborationLinks)
    .values(group.map((url) => ({ collaborationId, kind: 'article' as const, url, title: text })))
  await db.insert(activities).values({
    collaborationId,
    kind: 'meeting',
    title: text,
    language: 'en',
    mode: 'in_person',
    town: text,
    hostActorId: actorId,
    sourceUrl: group[0] ?? '',
  })

  await db.update(participations).set({ evidence: 'claimed' })
  await writeAbout(actorId, text, long)
  await writeChanges('actors', actorId)
  await writeChanges('practices', practiceId)
  await writeChanges('collaborations', collaborationId)

  for (const owner of [
    { actorId, role: 'logo' as const },
    { actorId, role: 'picture' as const },
    { practiceId, role: 'picture' as const },
  ]) {
    const [image] = await db
      .insert(images)
      .values({
        ...owner,
        key: `${owner.role}${String(index)}${'practiceId' in owner ? 'p' : 'a'}`.padEnd(22, '_'),
        alt: { en: text },
        credit: text,
        width: 1,
        height: 1,
      })
      .returning()
    if (!image) throw new Error('No image was written')
    await db
      .insert(imageFiles)
      .values({ imageId: image.id, width: 1, mediaType: 'image/webp', bytes: PIXEL })
  }
}
const session = await startSession(db, administrator.id, { device: '<b>', strong: true, now })
console.log(JSON.stringify({ session, ...written }))
await database.close()
