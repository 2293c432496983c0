import { randomBytes } from 'node:crypto'
import { and, eq, gt, inArray, isNull, notInArray, sql } from 'drizzle-orm'
import {
  actors,
  type Database,
  draftKeys,
  drafts,
  erasures,
  type Executor,
  imageFiles,
  type imageRoles,
  images,
  practices,
} from '@maillage/db'
import { hashToken } from '../accounts/secrets.rules.ts'
import { chooseText, type Translation } from '../http/language.ts'
import { invalid } from '../http/problem.ts'
import type { Language } from '../http/schema.ts'
import type { EncodedImage } from './encode.ts'

/** Whoever uploads: a person, or someone who writes a draft. */
export interface Uploader {
  accountId: number | null
  draftId: number | null
}

/** The draft that a browser with this secret writes, or that belongs to this account. */
export async function findOpenDraft(
  db: Executor,
  reference: string,
  { token, accountId }: { token: string | undefined; accountId: number | undefined },
  now: Date,
): Promise<number | undefined> {
  const [draft] = await db
    .select({ id: drafts.id, accountId: drafts.accountId, keyOf: draftKeys.draftId })
    .from(drafts)
    .leftJoin(
      draftKeys,
      and(
        eq(draftKeys.draftId, drafts.id),
        eq(draftKeys.kind, 'browser'),
        eq(draftKeys.tokenHash, hashToken(token ?? '')),
      ),
    )
    .where(and(eq(drafts.reference, reference), gt(drafts.expiresAt, now)))
  const isOpen =
    draft !== undefined &&
    (draft.keyOf !== null || (accountId !== undefined && draft.accountId === accountId))
  return isOpen ? draft.id : undefined
}

/** How many images someone has uploaded that no record shows. */
export async function countUnused(db: Executor, by: Uploader): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(images)
    .where(and(isUnused(), isOf(by)))
  return row?.count ?? 0
}

const isUnused = () => and(isNull(images.actorId), isNull(images.practiceId))

const isOf = ({ accountId, draftId }: Uploader) =>
  draftId === null ? eq(images.uploadedById, accountId ?? -1) : eq(images.draftId, draftId)

/** Keeps an uploaded image with all its files; a record shows it once its document names the key. */
export async function insertImage(
  tx: Executor,
  { width, height, files }: EncodedImage,
  by: Uploader,
  now: Date,
) {
  const key = randomBytes(16).toString('base64url')
  const [row] = await tx
    .insert(images)
    .values({
      key,
      draftId: by.draftId,
      uploadedById: by.accountId,
      role: 'picture',
      alt: {},
      width,
      height,
      createdAt: now,
    })
    .returning({ id: images.id })
  if (!row) throw new Error('No image was written')
  await tx.insert(imageFiles).values(files.map((file) => ({ imageId: row.id, ...file })))
  return { key, width, height, widths: files.map((file) => file.width) }
}

/** Removes an image that no record shows, if it is this uploader's. */
export async function removeUnused(db: Executor, key: string, by: Uploader): Promise<boolean> {
  const removed = await db
    .delete(images)
    .where(and(eq(images.key, key), isUnused(), isOf(by)))
    .returning({ key: images.key })
  await rememberRemoved(db, removed)
  return removed.length > 0
}

/** An image and what decides on who may see it. */
export async function findImage(db: Executor, key: string) {
  const [image] = await db
    .select({
      id: images.id,
      draftId: images.draftId,
      uploadedById: images.uploadedById,
      actorId: images.actorId,
      practiceId: images.practiceId,
      slug: sql<string | null>`coalesce(${actors.slug}, ${practices.slug})`,
      isPublic: sql<boolean>`coalesce(${actors.status}, ${practices.status}) = 'published'`,
      draftReference: drafts.reference,
    })
    .from(images)
    .leftJoin(actors, eq(actors.id, images.actorId))
    .leftJoin(practices, eq(practices.id, images.practiceId))
    .leftJoin(drafts, eq(drafts.id, images.draftId))
    .where(eq(images.key, key))
  return image
}

/** The narrowest file of an image that is at least so wide, else the widest. */
export async function findImageFile(db: Executor, imageId: number, width: number) {
  const [file] = await db
    .select({ mediaType: imageFiles.mediaType, bytes: imageFiles.bytes })
    .from(imageFiles)
    .where(eq(imageFiles.imageId, imageId))
    .orderBy(sql`${imageFiles.width} < ${width}`, sql`abs(${imageFiles.width} - ${width})`)
    .limit(1)
  return file
}

export interface NamedImage {
  key: string
  role: (typeof imageRoles)[number]
  alt: Record<string, string>
  credit: string | null
}

const columns = { actors: images.actorId, practices: images.practiceId }
const columnNames = { actors: 'actorId', practices: 'practiceId' } as const
export type ImageFeature = keyof typeof columns

/**
 * Makes these the images of a record, in this order; those it had before and has no more belong to nothing and are removed
 * after a while. A key that is gone, or is another record's, is refused, or left out where an old document is restored.
 */
export async function attachImages(
  tx: Executor,
  feature: ImageFeature,
  id: number,
  named: NamedImage[],
  { leaveOutMissing = false } = {},
): Promise<void> {
  const keys = named.map(({ key }) => key)
  const column = columns[feature]
  await tx
    .update(images)
    .set({ [columnNames[feature]]: null })
    .where(and(eq(column, id), keys.length > 0 ? notInArray(images.key, keys) : undefined))
  for (const [position, { key, role, alt, credit }] of named.entries()) {
    const [attached] = await tx
      .update(images)
      .set({ role, alt, credit, position, draftId: null, [columnNames[feature]]: id })
      .where(
        and(
          eq(images.key, key),
          sql`(${column} = ${id} or num_nonnulls(${images.actorId}, ${images.practiceId}) = 0)`,
        ),
      )
      .returning({ id: images.id })
    if (!attached && !leaveOutMissing)
      throw invalid({ [`images.${String(position)}.key`]: 'is not there any more' })
  }
}

/** The images of a record as its document names them. */
export async function listNamedImages(
  db: Executor,
  feature: ImageFeature,
  id: number,
): Promise<NamedImage[]> {
  return db
    .select({ key: images.key, role: images.role, alt: images.alt, credit: images.credit })
    .from(images)
    .where(eq(columns[feature], id))
    .orderBy(images.position, images.id)
}

export interface ImageRow {
  key: string
  role: (typeof imageRoles)[number]
  alt: Record<string, string>
  credit: string | null
  width: number
  height: number
  widths: number[]
}

/** A column of a record's row with its images in their order. */
export const imagesOf = (feature: ImageFeature, role?: (typeof imageRoles)[number]) => {
  const column = feature === 'actors' ? 'actor_id' : 'practice_id'
  return sql<ImageRow[]>`(
    select coalesce(json_agg(json_build_object(
      'key', key, 'role', role, 'alt', alt, 'credit', credit, 'width', width, 'height', height,
      'widths', (select json_agg(width order by width) from image_files where image_id = images.id)
    ) order by position, images.id), '[]')
    from images where ${sql.identifier(column)} = ${sql.identifier(feature)}.id
      ${role ? sql`and role = ${role}` : sql``})`
}

/** An image with its alternative text in the reader's language. */
export function toImage({ alt, ...image }: ImageRow, language: Language, original?: string) {
  const translations: Translation[] = Object.entries(alt).map(([written, text]) => ({
    language: written,
    text,
  }))
  return { ...image, alt: chooseText(translations, language, original) }
}

/** After this long an image that nothing names is removed; till then an older version can be restored with it. */
const UNUSED_DAYS = 30

/** Removes images that belong to no record and no draft, and that no change that waits would show. */
export async function removeForgotten(db: Executor, now: Date): Promise<number> {
  const before = new Date(now.getTime() - UNUSED_DAYS * 86_400_000)
  const removed = await db
    .delete(images)
    .where(
      and(
        isUnused(),
        isNull(images.draftId),
        sql`${images.createdAt} < ${before.toISOString()}`,
        sql`not exists (
          select from proposals
          where status = 'pending' and strpos(document::text, ${images.key}) > 0)`,
      ),
    )
    .returning({ key: images.key })
  await rememberRemoved(db, removed)
  return removed.length
}

/** So that a picture somebody took away does not come back with a backup. */
async function rememberRemoved(db: Executor, removed: { key: string }[]): Promise<void> {
  if (removed.length === 0) return
  await db
    .insert(erasures)
    .values(removed.map(({ key }) => ({ subject: 'images', subjectHash: hashToken(key) })))
    .onConflictDoNothing()
}

/** Removes again the images that were removed after a backup was made and came back with it. */
export async function replayImages(
  db: Database,
  list: readonly { subject: string; subjectHash: string }[],
): Promise<number> {
  const gone = new Set(
    list.filter(({ subject }) => subject === 'images').map(({ subjectHash }) => subjectHash),
  )
  if (gone.size === 0) return 0
  const keys = (await db.select({ key: images.key }).from(images))
    .map(({ key }) => key)
    .filter((key) => gone.has(hashToken(key)))
  if (keys.length > 0) await db.delete(images).where(inArray(images.key, keys))
  return keys.length
}
