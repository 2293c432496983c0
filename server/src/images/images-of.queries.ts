import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import type { DocumentImage } from '../http/document.schema.ts'
import { invalid } from '../http/problem.ts'

/** The images of a record in their order. */
export async function readImagesOf(
  db: Executor,
  owner: 'actor' | 'practice',
  id: number,
): Promise<DocumentImage[]> {
  const rows = await db.execute<DocumentImage & Record<string, unknown>>(sql`
    select key, role, alt, credit from images
    where ${sql.identifier(`${owner}_id`)} = ${id} order by position, id`)
  return rows.map(({ key, role, alt, credit }) => ({ key, role, alt, credit }))
}

/**
 * Gives a record these images and no others. An image that it loses stays with whoever uploaded it, so that the change
 * can be taken back; one that nobody uploaded is deleted.
 */
export async function writeImagesOf(
  tx: Executor,
  owner: 'actor' | 'practice',
  id: number,
  images: readonly DocumentImage[],
  { forgive = false }: { forgive?: boolean } = {},
): Promise<void> {
  const key = sql.identifier(`${owner}_id`)
  const asked = sql`jsonb_to_recordset(${JSON.stringify(
    images.map((image, position) => ({ ...image, position })),
  )}::jsonb) as asked(key text, role image_role, alt jsonb, credit text, position int)`
  const taken = await tx.execute<{ key: string }>(sql`
    update images set ${key} = ${id}, draft_id = null, role = asked.role, alt = asked.alt,
      credit = asked.credit, position = asked.position
    from ${asked}
    where images.key = asked.key
      and (images.${key} = ${id} or images.actor_id is null and images.practice_id is null)
    returning images.key`)
  if (taken.length < images.length && !forgive) {
    throw invalid({ images: 'names an image that is not there' })
  }
  const dropped = sql`${key} = ${id} and images.key not in (select asked.key from ${asked})`
  await tx.execute(sql`delete from images where ${dropped} and uploaded_by_id is null`)
  await tx.execute(sql`update images set ${key} = null where ${dropped}`)
}
