import {
  accounts,
  actorEditors,
  actorSuggestions,
  conceptSuggestions,
  proposals,
  reports,
} from '@maillage/db'
import { newReference } from '../../server/src/accounts/secrets.rules.ts'
import { readActorDocument } from '../../server/src/actors/actor-document.queries.ts'
import { aCollaboration, anActor, aPractice, aSkill, aTheme } from '../../server/src/factories.ts'
import { propose } from '../../server/src/moderation/proposals.queries.ts'
import { openFolder } from './fill-folder.ts'

/** Fills a new data folder with what waits for a moderator, and prints the secret of the moderator's session. */
const { db, now, office, close } = await openFolder('moderator')
const [author] = await db
  .insert(accounts)
  .values({ email: 'author@people.example', language: 'hu' })
  .returning()
if (!author) throw new Error('No account was written')

const food = await aTheme(db, 'food', { en: ['Food'] })
await aSkill(db, 'gardening', { en: ['Gardening'] })
const partner = await anActor(db, { name: 'Partner', slug: 'partner' })
await db
  .insert(actorEditors)
  .values({ actorId: partner.id, accountId: office.id, role: 'owner', since: now })
await aPractice(db, { title: 'Shared oven', slug: 'shared-oven' })
// More than a list shows.
await db.insert(proposals).values(
  Array.from({ length: 501 }, () => ({
    reference: newReference(),
    feature: 'actors' as const,
    recordId: partner.id,
    kind: 'update' as const,
    baseVersion: 1,
    document: {},
    status: 'accepted' as const,
    wentLive: true,
    createdAt: now,
  })),
)
for (const [name, slug] of [
  ['Garden', 'garden'],
  ['Orchard', 'orchard'],
  ['Meadow', 'meadow'],
] as const) {
  const actor = await anActor(db, { name, slug, at: [21.2, 45.7], themes: [food] })
  const document = await readActorDocument(db, actor.id)
  await db.transaction((tx) =>
    propose(tx, {
      feature: 'actors',
      recordId: actor.id,
      kind: 'update',
      document: { ...document, name: `New ${name}` },
      baseVersion: 1,
      risks: ['name'],
      why: `${name} has another name now.`,
      accountId: author.id,
      now,
    }),
  )
  await db.insert(reports).values({
    reference: newReference(),
    feature: 'actors',
    recordId: actor.id,
    kind: 'outdated',
    message: `${name} has moved.`,
    language: 'en',
  })
}
const one = await anActor(db, { name: 'Mill', slug: 'mill', countryCode: 'RO', town: 'Lugoj' })
const twin = await anActor(db, {
  name: 'The Mill',
  slug: 'the-mill',
  countryCode: 'RO',
  town: 'Lugoj',
  website: 'https://mill.example/',
})
await aCollaboration(db, { title: 'Grain', participants: [twin.id, partner.id] })
await aCollaboration(db, { title: 'Flour', participants: [one.id, partner.id] })
const [word] = await db
  .insert(conceptSuggestions)
  .values({ scheme: 'skill', label: 'kertészkedés', language: 'hu' })
  .returning()
// Words that nobody uses are forgotten with the next change.
await db.insert(actorSuggestions).values({ actorId: partner.id, suggestionId: word?.id ?? 0 })

await close()
