import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { sql } from 'drizzle-orm'
import { describe, expect, inject } from 'vitest'
import type { Database } from '@maillage/db'
import { test } from '@maillage/db/testing'
import { importFile } from '../exchange/import-file.ts'
import { readMapping } from '../exchange/read-mapping.ts'
import type { Position } from '../http/schema.ts'
import { findDuplicates } from './duplicates.queries.ts'
import type { Candidate, DuplicateLevel } from './duplicates.rules.ts'

/**
 * Pairs of rows that a person read and judged: one is typed, the other is among the whole file that holds it. Drawn
 * to be hard, from rows with the same register number, postcode, website or much of the name; the register numbers
 * and keys are not shown to what is measured. Half of the pairs were not looked at while it was tuned.
 */
interface Pair {
  part: 'tuning' | 'held out'
  typedFile: string
  typedKey: string
  knownFile: string
  knownKey: string
  label: 'same' | 'different'
  reason: string
}

/** In this order, because a pair is judged when its later file is read. */
const files: Record<string, { file: string; mapping: string }> = {
  susy: { file: 'susy/data.geojson', mapping: 'susy' },
  'coops-uk-2020': { file: 'coops-uk/coopsuk-2020-geocoded.csv', mapping: 'coops-uk-2020' },
  'coops-uk-2022': { file: 'coops-uk/standard.Q2-2022.csv', mapping: 'coops-uk-workers' },
  'coops-uk-2023': { file: 'coops-uk/standard.Q2-2023.postcodes.csv', mapping: 'coops-uk-workers' },
}

type StoredRow = {
  key: string
  slug: string
  name: string
  website: string | null
  country: string | null
  town: string | null
  at: Position | null
}

const testData = process.env['MAILLAGE_TEST_DATA']
const hasServer = Boolean(process.env['DATABASE_URL'])
const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url))

async function readPairs(): Promise<Pair[]> {
  const text = await readFile(beside('labelled-pairs.csv'), 'utf8')
  return parse(text, {
    columns: (names: string[]) =>
      names.map((name) => name.replace(/ (\w)/, (_, c: string) => c.toUpperCase())),
  })
}

async function storeFile(db: Database, folder: string, name: string) {
  await db.execute(sql`truncate actors, imported_records, import_runs, sources cascade`)
  const { file, mapping } = files[name] ?? { file: '', mapping: '' }
  await importFile(db, {
    file: join(folder, file),
    mapping: await readMapping(beside(`../exchange/mappings/${mapping}.json`)),
  })
  await db.execute(sql`analyze`)
  const rows = await db.execute<StoredRow>(sql`
    select external_key as key, slug, name, website, country_code as country, town,
      case when location is not null then json_build_array(ST_X(location), ST_Y(location)) end as at
    from imported_records join actors on actors.id = record_id
    where feature = 'actors'`)
  return new Map(rows.map((row) => [row.key, row]))
}

type Verdict = DuplicateLevel | 'nothing'

/** What is answered for each pair: once with all that a form asks for, once with the name alone. */
async function judgePairs(db: Database, folder: string) {
  const pairs = await readPairs()
  const typed = new Map<string, StoredRow>()
  const judged: { pair: Pair; full: Verdict; byName: Verdict }[] = []
  for (const name of Object.keys(files)) {
    const rows = await storeFile(db, folder, name)
    for (const pair of pairs) {
      if (pair.typedFile === name) {
        const row = rows.get(pair.typedKey)
        if (row) typed.set(`${name} ${pair.typedKey}`, row)
      }
    }
    for (const pair of pairs.filter(({ knownFile }) => knownFile === name)) {
      const candidate = typed.get(`${pair.typedFile} ${pair.typedKey}`)
      const known = rows.get(pair.knownKey)
      if (!candidate || !known) throw new Error(`A row of ${JSON.stringify(pair)} is missing`)
      const { name: typedName, website, country, town, at, slug } = candidate
      const not = pair.typedFile === name ? slug : undefined
      const ask = async (asked: Candidate) => {
        const found = await findDuplicates(db, asked, { not, limit: 5 })
        return found.find((each) => each.slug === known.slug)?.level ?? 'nothing'
      }
      judged.push({
        pair,
        full: await ask({ name: typedName, website, country, town, at }),
        byName: await ask({ name: typedName }),
      })
    }
  }
  return judged
}

const round = (share: number) => Math.floor(share * 1000) / 1000

function measure(verdicts: { label: Pair['label']; verdict: Verdict }[], levels: Verdict[]) {
  const shown = verdicts.filter(({ verdict }) => levels.includes(verdict))
  const right = shown.filter(({ label }) => label === 'same').length
  const same = verdicts.filter(({ label }) => label === 'same').length
  return { precision: round(right / shown.length), recall: round(right / same) }
}

const likely: Verdict[] = ['likely']
const anyLevel: Verdict[] = ['likely', 'possible']

// The import of four files is slow on the embedded engine, and both have the same pg_trgm.
const isMeasured = testData !== undefined && Boolean(inject('databaseUrl') || !hasServer)

if (!testData) console.log('Set MAILLAGE_TEST_DATA to measure who is told apart.')

describe.skipIf(!isMeasured)('of labelled pairs', () => {
  test('as many are told apart as was measured', { timeout: 300_000 }, async ({ db }) => {
    const judged = await judgePairs(db, testData ?? '')
    expect(judged).toHaveLength(222)
    for (const [part, answer, levels, measured] of [
      ['tuning', 'full', likely, { precision: 0.878, recall: 0.763 }],
      ['tuning', 'full', anyLevel, { precision: 0.755, recall: 0.894 }],
      ['tuning', 'byName', anyLevel, { precision: 0.717, recall: 0.736 }],
      ['held out', 'full', likely, { precision: 0.966, recall: 0.763 }],
      ['held out', 'full', anyLevel, { precision: 0.804, recall: 0.868 }],
      ['held out', 'byName', anyLevel, { precision: 0.78, recall: 0.842 }],
    ] as const) {
      const verdicts = judged
        .filter(({ pair }) => pair.part === part)
        .map((each) => ({ label: each.pair.label, verdict: each[answer] }))
      const { precision, recall } = measure(verdicts, levels)
      const what = `${part}, ${answer === 'full' ? 'all that is asked' : 'the name alone'}, ${levels.join(' or ')}`
      console.log(`${what}: precision ${String(precision)}, recall ${String(recall)}`)
      expect.soft(precision, `precision of ${what}`).toBeGreaterThanOrEqual(measured.precision)
      expect.soft(recall, `recall of ${what}`).toBeGreaterThanOrEqual(measured.recall)
    }
  })
})
