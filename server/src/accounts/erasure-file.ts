import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Erasure } from './held.queries.ts'

/** The list lives beside the database and not in it, so that restoring a backup does not forget it. */
const fileIn = (dataDir: string) => join(dataDir, 'erasures.jsonl')

/** Remembers an erasure outside of the database. */
export async function appendErasure(dataDir: string, erasure: Erasure): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  await appendFile(fileIn(dataDir), `${JSON.stringify(erasure)}\n`, { flush: true })
}

/** Reads a list of erasures; a last line that was cut off counts for nothing. */
export async function readErasures(file: string): Promise<Erasure[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
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
