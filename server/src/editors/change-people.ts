import { eq } from 'drizzle-orm'
import { actors, type Database, type Executor } from '@maillage/db'
import { notFound } from '../http/problem.ts'
import { lockEditors } from './editors.queries.ts'

interface ActorOfPeople {
  slug: string
  name: string
}

/** What a mail or a page says of the actor that people write for. */
export async function actorOf(tx: Executor, id: number): Promise<ActorOfPeople> {
  const [actor] = await tx
    .select({ slug: actors.slug, name: actors.name })
    .from(actors)
    .where(eq(actors.id, id))
  if (!actor) throw notFound('This actor')
  return actor
}

/** The page of an actor’s people. */
export const peoplePath = (slug: string) => `/actors/${slug}/people`

/** Runs a change of an actor’s people, one after the other. */
export function changePeople<T>(
  db: Database,
  actorId: number,
  run: (tx: Executor, actor: ActorOfPeople) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    await lockEditors(tx, actorId)
    return run(tx, await actorOf(tx, actorId))
  })
}
