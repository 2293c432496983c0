import { type SQL, sql, type SQLWrapper } from 'drizzle-orm'
import type { actorRoles, Executor, recordFeatures, recordStatuses } from '@maillage/db'
import type { Role } from './permissions.rules.ts'
import type { Viewer } from './sessions.queries.ts'

export type RecordFeature = (typeof recordFeatures)[number]

/** A record that an operation is about, with what the viewer is to it. */
export interface Subject {
  feature: RecordFeature
  id: number
  slug: string
  version: number
  status: (typeof recordStatuses)[number]
  /** The slug of the actor that it was merged into. */
  mergedInto: string | null
  /** What an account is to it: of an actor directly, of a practice or collaboration by its actors. */
  actorRole: (typeof actorRoles)[number] | null
}

/** The actors through which someone may write a record, for a query that calls the record `records`. */
export const writers = {
  actors: sql`select records.id as actor_id`,
  practices: sql`
    select actor_id from practice_actors
    where practice_id = records.id and (role = 'originates' or not exists (
      select from practice_actors where practice_id = records.id and role = 'originates'))`,
  collaborations: sql`
    select actor_id from participations
    where collaboration_id = records.id and (role = 'coordinator' or not exists (
      select from participations where collaboration_id = records.id and role = 'coordinator'))`,
}

const mergedInto = {
  actors: sql`(select kept.slug from actors as kept where kept.id = records.merged_into_id)`,
  practices: sql`null`,
  collaborations: sql`null`,
}

/** Finds a record by its slug, whatever its status, with the viewer's part in it. */
export async function findSubject(
  db: Executor,
  feature: RecordFeature,
  slug: string,
  viewer: Viewer | null,
): Promise<Subject | undefined> {
  const [subject] = await db.execute<Omit<Subject, 'feature'> & Record<string, unknown>>(sql`
    select id, slug, version, status, ${mergedInto[feature]} as "mergedInto", (
      select max(actor_editors.role) from actor_editors
      where account_id = ${viewer?.accountId ?? null}::int
        and actor_id in (${writers[feature]})
    ) as "actorRole"
    from ${sql.identifier(feature)} as records
    where slug = ${slug}`)
  return subject && { ...subject, feature }
}

/** That a moderator of networks looks after the record that a row is about; one without networks looks after all. */
export const inScopeOf = (viewer: Viewer, feature: SQLWrapper, id: SQLWrapper): SQL => sql`(
  not exists (select from moderator_scopes where account_id = ${viewer.accountId})
  or exists (
    select from (
      select ${id} as actor_id where ${feature}::text = 'actors'
      union all
      select actor_id from practice_actors
      where ${feature}::text = 'practices' and practice_id = ${id}
      union all
      select actor_id from participations
      where ${feature}::text = 'collaborations' and collaboration_id = ${id}
    ) as record_actors
    join moderator_scopes as scopes on scopes.account_id = ${viewer.accountId}
    where exists (
      select from actor_territories
      where actor_territories.actor_id = record_actors.actor_id
        and actor_territories.territory_code = scopes.territory_code
    ) or exists (
      select from actor_themes
      where actor_themes.actor_id = record_actors.actor_id
        and actor_themes.concept_id = scopes.theme_id
    )
  ))`

/** Whether a moderator of networks looks after a record. */
export async function isInScope(
  db: Executor,
  viewer: Viewer,
  { feature, id }: Pick<Subject, 'feature' | 'id'>,
): Promise<boolean> {
  const [row] = await db.execute<{ inScope: boolean }>(
    sql`select ${inScopeOf(viewer, sql`${feature}`, sql`${id}::int`)} as "inScope"`,
  )
  return row?.inScope ?? false
}

/** The roles of a viewer towards a record, or in general. */
export async function rolesOf(
  db: Executor,
  viewer: Viewer | null,
  subject?: Subject,
): Promise<Set<Role>> {
  const has = new Set<Role>(['visitor'])
  if (!viewer) return has
  has.add('person')
  if (subject?.actorRole) has.add(subject.actorRole)
  if (viewer.role === 'administrator') has.add('administrator')
  if (viewer.role === 'moderator' && (!subject || (await isInScope(db, viewer, subject)))) {
    has.add('moderator')
  }
  return has
}
