import {
  actors,
  actorSkills,
  actorTexts,
  actorThemes,
  collaborations,
  collaborationTexts,
  collaborationThemes,
  conceptLabels,
  concepts,
  type conceptSchemes,
  type Database,
  participations,
  type participationRoles,
  practiceActors,
  practices,
  practiceSkills,
  practiceTexts,
  practiceThemes,
  sources,
  territories,
} from '@maillage/db'

type Values<T extends { $inferInsert: object }> = Partial<T['$inferInsert']>
type Texts = Record<string, string>

let made = 0

const next = () => ++made

async function sourceId(db: Database): Promise<number> {
  const [source] = await db
    .insert(sources)
    .values({ name: 'A test', licence: 'CC0-1.0', url: 'https://source.example/' })
    .onConflictDoUpdate({ target: sources.name, set: { name: 'A test' } })
    .returning({ id: sources.id })
  return only(source).id
}

function only<T>(row: T | undefined): T {
  if (!row) throw new Error('Nothing was inserted')
  return row
}

const slugOf = (name: string) =>
  `${name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}-${String(next())}`

const pointAt = ([lng, lat]: [number, number]) => ({
  type: 'Point' as const,
  coordinates: [lng, lat],
})

/** A concept with labels by language; the first word of a list is the preferred label. */
export async function aConcept(
  db: Database,
  scheme: (typeof conceptSchemes)[number],
  slug: string,
  labels: Record<string, string[]> = {},
  broaderId?: number,
): Promise<number> {
  const [concept] = await db
    .insert(concepts)
    .values({ scheme, slug, ...(broaderId !== undefined && { broaderId }) })
    .returning({ id: concepts.id })
  const { id } = only(concept)
  const rows = Object.entries({ en: [slug], ...labels }).flatMap(([language, words]) =>
    words.map((label, place) => ({
      conceptId: id,
      language,
      label,
      kind: place === 0 ? ('preferred' as const) : ('synonym' as const),
    })),
  )
  await db.insert(conceptLabels).values(rows)
  return id
}

export const aTheme = (
  db: Database,
  slug: string,
  labels?: Record<string, string[]>,
  broaderId?: number,
) => aConcept(db, 'theme', slug, labels, broaderId)

export const aSkill = (db: Database, slug: string, labels?: Record<string, string[]>) =>
  aConcept(db, 'skill', slug, labels)

export async function aTerritory(
  db: Database,
  values: Values<typeof territories> & { code: string; name: string },
) {
  await db
    .insert(territories)
    .values({ scheme: 'country', level: 0, ...values })
    .onConflictDoNothing()
}

interface ActorOptions extends Values<typeof actors> {
  at?: [lng: number, lat: number]
  summary?: Texts
  description?: Texts
  themes?: number[]
  skills?: number[]
}

/** An actor; what a test does not care about is filled in. */
export async function anActor(
  db: Database,
  { at, summary = {}, description = {}, themes = [], skills = [], ...values }: ActorOptions = {},
) {
  const name = values.name ?? `Actor ${String(next())}`
  const [row] = await db
    .insert(actors)
    .values({
      slug: slugOf(name),
      kind: 'association',
      sourceId: await sourceId(db),
      ...(at && { location: pointAt(at), locationPrecision: 'town' }),
      ...values,
      name,
    })
    .returning()
  const actor = only(row)
  const texts = [
    ...Object.entries(summary).map(([language, text]) => ({
      field: 'summary' as const,
      language,
      text,
    })),
    ...Object.entries(description).map(([language, text]) => ({
      field: 'description' as const,
      language,
      text,
    })),
  ]
  const actorId = actor.id
  if (texts.length > 0)
    await db.insert(actorTexts).values(texts.map((text) => ({ actorId, ...text })))
  if (themes.length > 0) {
    await db.insert(actorThemes).values(themes.map((conceptId) => ({ actorId, conceptId })))
  }
  if (skills.length > 0) {
    await db.insert(actorSkills).values(skills.map((conceptId) => ({ actorId, conceptId })))
  }
  return actor
}

/** Many actors in one statement, for tests that only count and sort. */
export async function manyActors(db: Database, rows: ActorOptions[]) {
  const source = await sourceId(db)
  return db
    .insert(actors)
    .values(
      rows.map(({ at, ...values }) => ({
        kind: 'association' as const,
        sourceId: source,
        ...(at && { location: pointAt(at), locationPrecision: 'town' as const }),
        ...values,
        name: values.name ?? 'Actor',
        slug: values.slug ?? slugOf(values.name ?? 'Actor'),
      })),
    )
    .returning()
}

interface PracticeOptions extends Values<typeof practices> {
  summary?: Texts
  titles?: Texts
  themes?: number[]
  skills?: number[]
  practitioners?: number[]
}

export async function aPractice(
  db: Database,
  {
    summary = {},
    titles = {},
    themes = [],
    skills = [],
    practitioners = [],
    ...values
  }: PracticeOptions = {},
) {
  const title = values.title ?? `Practice ${String(next())}`
  const [row] = await db
    .insert(practices)
    .values({ slug: slugOf(title), language: 'en', sourceId: await sourceId(db), ...values, title })
    .returning()
  const practice = only(row)
  const practiceId = practice.id
  const texts = [
    ...Object.entries(titles).map(([language, text]) => ({
      field: 'title' as const,
      language,
      text,
    })),
    ...Object.entries(summary).map(([language, text]) => ({
      field: 'summary' as const,
      language,
      text,
    })),
  ]
  if (texts.length > 0) {
    await db.insert(practiceTexts).values(texts.map((text) => ({ practiceId, ...text })))
  }
  if (themes.length > 0) {
    await db.insert(practiceThemes).values(themes.map((conceptId) => ({ practiceId, conceptId })))
  }
  if (skills.length > 0) {
    await db.insert(practiceSkills).values(skills.map((conceptId) => ({ practiceId, conceptId })))
  }
  if (practitioners.length > 0) {
    await db
      .insert(practiceActors)
      .values(practitioners.map((actorId) => ({ practiceId, actorId, role: 'practises' as const })))
  }
  return practice
}

interface CollaborationOptions extends Values<typeof collaborations> {
  summary?: Texts
  themes?: number[]
  participants?: number[]
  roles?: (typeof participationRoles)[number][]
}

/** A collaboration; participants are partners unless `roles` says otherwise, in the same order. */
export async function aCollaboration(
  db: Database,
  {
    summary = {},
    themes = [],
    participants = [],
    roles = [],
    ...values
  }: CollaborationOptions = {},
) {
  const title = values.title ?? `Collaboration ${String(next())}`
  const [row] = await db
    .insert(collaborations)
    .values({
      slug: slugOf(title),
      language: 'en',
      kind: 'project',
      sourceId: await sourceId(db),
      ...values,
      title,
    })
    .returning()
  const collaboration = only(row)
  const collaborationId = collaboration.id
  const texts = Object.entries(summary).map(([language, text]) => ({
    collaborationId,
    field: 'summary' as const,
    language,
    text,
  }))
  if (texts.length > 0) await db.insert(collaborationTexts).values(texts)
  if (themes.length > 0) {
    await db
      .insert(collaborationThemes)
      .values(themes.map((conceptId) => ({ collaborationId, conceptId })))
  }
  if (participants.length > 0) {
    await db.insert(participations).values(
      participants.map((actorId, place) => ({
        collaborationId,
        actorId,
        role: roles[place] ?? ('partner' as const),
        evidence: 'imported' as const,
      })),
    )
  }
  return collaboration
}
