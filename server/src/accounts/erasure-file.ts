import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Database, erasures } from '@maillage/db'
import { asc } from 'drizzle-orm'

/** What was erased, as it is kept beside the backups. */
export interface Erasure {
  subject: string
  subjectHash: string
  erasedAt: Date
}

/** The list lives beside the database and not in it, so that restoring a backup does not forget it. */
export const erasureFile = (dataDir: string) => join(dataDir, 'erasures.jsonl')

const idOf = ({ subject, subjectHash, erasedAt }: Erasure) =>
  `${subject} ${subjectHash} ${erasedAt.toISOString()}`

/** Adds to the list outside of the database what it does not have yet; also what a crash has kept from it. */
export async function keepErasures(db: Database, dataDir: string): Promise<void> {
  const file = erasureFile(dataDir)
  const kept = new Set((await readErasures(file)).map(idOf))
  const missing = (await db.select().from(erasures).orderBy(asc(erasures.id))).filter(
    (erasure) => !kept.has(idOf(erasure)),
  )
  if (missing.length === 0) return
  const lines = missing.map(({ subject, subjectHash, erasedAt }) =>
    JSON.stringify({ subject, subjectHash, erasedAt }),
  )
  await mkdir(dataDir, { recursive: true })
  await appendFile(file, `${lines.join('\n')}\n`, { flush: true })
}

/** Reads a list of erasures; a last line that was cut off counts for nothing, nor does a list that is not there. */
export async function readErasures(file: string): Promise<Erasure[]> {
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  return lines.flatMap((line) => {
    try {
      const { subject, subjectHash, erasedAt } = JSON.parse(line) as Record<string, string>
      if (!subject || !subjectHash || !erasedAt) return []
      return [{ subject, subjectHash, erasedAt: new Date(erasedAt) }]
    } catch {
      return []
    }
  })
}
