import { openDatabase } from '@maillage/db'
import {
  activities,
  actorLinks,
  actors,
  actorTexts,
  adoptions,
  collaborationLinks,
  collaborations,
  conceptLabels,
  imageFiles,
  images,
  needs,
  offers,
  practiceMaterials,
  practiceResources,
  practiceRoles,
  practices,
  practiceSteps,
  practiceTexts,
  practiceTextFields,
} from '@maillage/db'
import { aCollaboration, aConcept, anActor, aPractice } from '../../server/src/factories.ts'
import { inGroups } from './stored-xss-payloads.ts'

/**
 * Fills a new data folder with records whose every text is hostile: as if no check had been on the way in, so that what
 * shows them must hold by itself. TODO(#3): threads, reports and proposals, once there are pages that show them.
 */
const [folder = ''] = process.argv.slice(2)
const LONGEST_NAME = 290

/** The smallest WebP there is. */
const PIXEL = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64')

const database = await openDatabase({ dataDir: folder })
const { db } = database
const groups = inGroups(LONGEST_NAME)

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
for (const table of [actors, practices, collaborations]) console.log(await db.$count(table))
await database.close()
