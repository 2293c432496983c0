import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Database, Executor } from '@maillage/db'
import { withoutContacts } from './clean.rules.ts'
import { actorsTarget } from './actors-target.queries.ts'
import { collaborationsTarget } from './collaborations-target.queries.ts'
import { conceptsTarget } from './concepts-target.queries.ts'
import type { Feature } from './features.ts'
import {
  analyzeAll,
  analyzeKeys,
  countRun,
  endRun,
  ensureSource,
  hasConnections,
  holdSource,
  listPrevious,
  openBatch,
  readVocabulary,
  rememberRecords,
  startRun,
  type RunCounts,
  type SourceGiven,
} from './import.queries.ts'
import { columnsOf, type Mapping } from './mapping.schema.ts'
import { byText, mergeFields } from './merge.rules.ts'
import { practicesTarget } from './practices-target.queries.ts'
import { hashFile, readFile } from './read-file.ts'
import type { Table } from './table.ts'
import { ImportRefused } from './refused.ts'
import {
  hashFields,
  rowReader,
  type Fields,
  type FieldValue,
  type Incoming,
  type Rejection,
  type Row,
  type RowReading,
} from './rows.rules.ts'
import { nothingTaken, type ChangedRecord, type Taken, type Target } from './target.ts'
import { activitiesTarget, linksTarget, participationsTarget } from './ties-target.queries.ts'

const targets: Record<Feature, Target> = {
  actors: actorsTarget,
  practices: practicesTarget,
  collaborations: collaborationsTarget,
  participations: participationsTarget,
  themes: conceptsTarget('theme'),
  skills: conceptsTarget('skill'),
  activities: activitiesTarget,
  links: linksTarget,
}

const BATCH_ROWS = 1_000
/** Of the first batch: the database need not wait for long, and plans its statements while the next rows are read. */
const FIRST_ROWS = 50
/** As many new rows change what the planner knows. */
const ANALYZED_ROWS = 400
/** Of each outcome: a file of which every row has the same trouble must not fill the memory. */
const MOST_FINDINGS = 20_000
/** Reading leaves the thread to the database as often: it answers meanwhile. */
const ROWS_AT_ONCE = 10
const MOST_STORED_FINDINGS = 1_000

/** Something to know about a row: why it was rejected, what was kept or left out. */
export interface Finding {
  outcome: 'rejected' | 'kept' | 'left out'
  line: number
  name: string
  field: string
  value: string
  reason: string
}

export interface FeatureReport extends RunCounts {
  feature: Feature
  /** Rows of the file that were read. */
  rows: number
  /** Rows that say again what an earlier row said. */
  repeated: number
  /** Records that were here already, from elsewhere. */
  matched: number
  seconds: number
  /** The first of each outcome, by line. */
  findings: Finding[]
  /** How many there were. */
  found: Record<Finding['outcome'], number>
}

export interface Progress {
  feature: Feature
  rows: number
  seconds: number
}

export interface ImportOptions {
  file: string
  mapping: Mapping
  /** Features of the mapping to import, in order; all by default. */
  features?: readonly Feature[] | undefined
  source?: Partial<SourceGiven> | undefined
  /** Tells what would happen and changes nothing. */
  dryRun?: boolean
  onprogress?: ((progress: Progress) => void) | undefined
  /** Ends the import after the batch at hand. */
  signal?: AbortSignal | undefined
}

class DryRun extends Error {}

/**
 * Imports a file in batches of whole rows.
 *
 * A run that ends in the middle leaves the batches that it finished; running it again finds them unchanged.
 */
export async function importFile(db: Database, options: ImportOptions): Promise<FeatureReport[]> {
  const { file, mapping } = options
  const { encoding, delimiter, sheet } = mapping
  const table = await readFile(file, { encoding, delimiter, sheet })
  checkColumns(table, mapping, basename(file))
  if (!options.dryRun) {
    const reports = await importTable(db, table, options)
    const written = reports.reduce((sum, { created, updated }) => sum + created + updated, 0)
    if (written >= ANALYZED_ROWS) await analyzeAll(db)
    return reports
  }

  let reports: FeatureReport[] = []
  try {
    await db.transaction(async (tx) => {
      reports = await importTable(tx, table, options)
      throw new DryRun()
    })
  } catch (error) {
    if (!(error instanceof DryRun)) throw error
  }
  return reports
}

function checkColumns({ columns }: Table, mapping: Mapping, name: string): void {
  const present = new Set(columns)
  const wanted = Object.values(mapping.features).flatMap((fields) => Object.values(fields))
  const missing = [...new Set(wanted.flatMap(columnsOf))].filter((column) => !present.has(column))
  const isGuessable = missing.every(
    (column) => column.startsWith('geometry.') || column.startsWith('feature.'),
  )
  if (missing.length === 0 || isGuessable) return
  // A GeoJSON property that no feature has is not a wrong mapping; a CSV column that is missing is.
  if (present.has('geometry.lng') && missing.length < new Set(wanted.flatMap(columnsOf)).size / 2)
    return
  throw new ImportRefused(
    `${name} has no column ${missing.map((column) => `“${column}”`).join(', ')}; it has ${columns.slice(0, 40).join(', ')}.`,
  )
}

async function importTable(
  db: Executor,
  table: Table,
  options: ImportOptions,
): Promise<FeatureReport[]> {
  const { mapping, file } = options
  const { name, ...rest } = { ...mapping.source, ...withoutUndefined(options.source ?? {}) }
  const source = await ensureSource(db, { name: name ?? basename(file), ...rest })
  const letGo = hasConnections(db) ? await holdSource(db, source.id, options.signal) : undefined
  try {
    return await importFeatures(db, table, options, source.id, letGo !== undefined)
  } finally {
    await letGo?.()
  }
}

async function importFeatures(
  db: Executor,
  table: Table,
  options: ImportOptions,
  sourceId: number,
  isHeld: boolean,
): Promise<FeatureReport[]> {
  const { mapping, file } = options
  const fileHash = await hashFile(file)
  const features = options.features ?? (Object.keys(mapping.features) as Feature[])
  const reports: FeatureReport[] = []
  let run: FeatureRun | undefined
  for (const feature of features) {
    const fileName = basename(file)
    const runId = await startRun(db, { sourceId, feature, fileName, fileHash, mapping })
    const mapped = Object.keys(mapping.features[feature] ?? {})
    const grown: Feature | undefined = run?.grown
    run = new FeatureRun(db, { feature, runId, sourceId, mapped, isHeld, grown })
    try {
      await run.readAll(table, options)
    } catch (error) {
      await endRun(db, runId, 'failed', run.report, [])
      throw error
    }
    const kept = run.report.findings.filter(({ outcome }) => outcome !== 'left out')
    const status = options.signal?.aborted ? 'failed' : 'finished'
    await endRun(db, runId, status, run.report, kept.slice(0, MOST_STORED_FINDINGS))
    reports.push(run.report)
    if (options.signal?.aborted) break
  }
  return reports
}

const withoutUndefined = <T extends object>(object: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined),
  ) as Partial<T>

interface Outcome {
  created: number
  updated: number
  unchanged: number
  matched: number
  findings: Finding[]
}

/** A batch that begins when the one before it is written, and goes on when that is committed: two at most are open. */
interface Turn {
  /** The batch before, until all of it is committed. */
  before: Promise<void>
  /** Whether the batch before was committed as it was when this one began. */
  isBeforeCommitted: Promise<boolean>
  takenBefore: Taken
  /** Lets the next batch begin. */
  pass(taken: Taken): void
  settle(isCommitted: boolean): void
}

/** The batch before has changed the same record, or was not committed after all. */
class TurnLost extends Error {}

interface RunOptions {
  feature: Feature
  runId: number
  sourceId: number
  /** Fields that the mapping feeds. */
  mapped: string[]
  /** No other import of the source is under way, and there are connections for two batches at once. */
  isHeld: boolean
  /** The feature before this one, if the planner knows less of it than there is. */
  grown: Feature | undefined
}

/** One pass over a file for one feature. */
class FeatureRun {
  readonly report: FeatureReport
  /** This feature, if its last batch added so much that the planner should be told before a next one. */
  grown: Feature | undefined
  readonly #db: Executor
  readonly #options: RunOptions
  readonly #target: Target

  constructor(db: Executor, options: RunOptions) {
    const { feature } = options
    this.#db = db
    this.#options = options
    this.#target = targets[feature]
    this.report = {
      feature,
      rows: 0,
      created: 0,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      repeated: 0,
      matched: 0,
      seconds: 0,
      findings: [],
      found: { rejected: 0, kept: 0, 'left out': 0 },
    }
  }

  async readAll(table: Table, { mapping, onprogress, signal }: ImportOptions): Promise<void> {
    const { report } = this
    const started = performance.now()
    if (this.#options.grown) await analyzeKeys(this.#db, this.#options.grown)
    const read = rowReader(report.feature, mapping, await readVocabulary(this.#db))
    const seen = new Map<string, { line: number; hash: string }>()
    const isDerived = Object.keys(mapping.features).length > 1
    const mayOverlap = this.#options.isHeld && this.#target.overlaps === true
    let batch: Incoming[] = []
    let wanted = FIRST_ROWS
    let analyzeAt = ANALYZED_ROWS
    const write = async (full: Incoming[], before: Promise<void>, isLast: boolean, turn?: Turn) => {
      try {
        await this.#writeBatch(full, turn)
      } finally {
        await before
      }
      // A record that only says something else leaves the tables as large as they were.
      const added = report.created + report.matched
      if (added >= analyzeAt) {
        if (isLast) this.grown = report.feature
        else await analyzeKeys(this.#db, report.feature)
        analyzeAt = added * 4
      }
      report.seconds = (performance.now() - started) / 1_000
      onprogress?.({ feature: report.feature, rows: report.rows, seconds: report.seconds })
    }
    // While one batch is written the next is read and, on a server, the documents of the one before are refreshed.
    let writing = Promise.resolve()
    let written = Promise.resolve(nothingTaken())
    let committed = Promise.resolve(true)
    const flush = async (isLast = false) => {
      const takenBefore = await written
      if (signal?.aborted) return
      const before = writing
      const passing = Promise.withResolvers<Taken>()
      const attempt = Promise.withResolvers<boolean>()
      const turn: Turn = {
        before,
        isBeforeCommitted: committed,
        takenBefore,
        pass: passing.resolve,
        settle: attempt.resolve,
      }
      writing = write(batch, before, isLast, mayOverlap ? turn : undefined)
      written = Promise.race([passing.promise, writing.then(nothingTaken)])
      committed = attempt.promise
      // Awaited with the next batch; until then nobody else would handle them.
      for (const one of [writing, written]) one.catch(() => undefined)
      batch = []
      wanted = BATCH_ROWS
    }
    try {
      for await (const row of table.rows() as AsyncIterable<Row>) {
        if (signal?.aborted) break
        if (++report.rows % ROWS_AT_ONCE === 0) await setImmediate()
        const incoming = this.#take(read(row), row.line, seen, isDerived)
        if (incoming) batch.push(incoming)
        if (batch.length >= wanted) await flush()
      }
      await flush(true)
    } finally {
      await writing
    }
    report.findings.sort((a, b) => a.line - b.line)
  }

  /** What is to be written of a row, if anything. */
  #take(
    { incoming, rejection, ...rest }: RowReading,
    line: number,
    seen: Map<string, { line: number; hash: string }>,
    isDerived: boolean,
  ): Incoming | undefined {
    if (rejection) {
      this.#reject(rejection)
      return undefined
    }
    for (const { field, value, reason } of 'omissions' in rest ? rest.omissions : []) {
      this.#find({ outcome: 'left out', line, name: nameOf(incoming), field, value, reason })
    }
    const hash = hashFields(incoming.fields)
    const earlier = seen.get(incoming.key)
    if (!earlier) {
      seen.set(incoming.key, { line, hash })
      return incoming
    }
    // Where a file feeds several features, one actor is in many rows: the first that names it speaks.
    if (earlier.hash === hash || isDerived) this.report.repeated++
    else {
      const reason = `is the same record as line ${String(earlier.line)}, with other values`
      this.#reject({ line, field: 'id', reason, name: nameOf(incoming) })
    }
    return undefined
  }

  /** Counts what is to be known of a row, and says it without addresses of people. */
  #find({ value, reason, ...finding }: Finding): void {
    const { findings, found } = this.report
    if (found[finding.outcome]++ >= MOST_FINDINGS) return
    findings.push({ ...finding, value: withoutContacts(value), reason: withoutContacts(reason) })
  }

  #reject({ line, field, reason, name = '' }: Rejection): void {
    this.report.rejected++
    this.#find({ outcome: 'rejected', line, name, field, value: '', reason })
  }

  /** A row that the database refuses is found by halving, so that it does not take the others along. */
  async #writeBatch(batch: Incoming[], turn?: Turn): Promise<void> {
    if (batch.length === 0) return
    try {
      await this.#writeWhole(
        batch.map((incoming) => ({ ...incoming, fields: { ...incoming.fields } })),
        turn,
      )
      turn?.settle(true)
    } catch (error) {
      turn?.settle(false)
      const refusal = dataError(error)
      if (turn && (refusal !== undefined || isCrossed(error))) {
        // It may have been the batch before that stood in the way.
        await turn.before
        await this.#writeBatch(batch)
        return
      }
      if (refusal === undefined) throw error
      const [only] = batch
      if (batch.length === 1 && only) {
        this.#reject({ line: only.line, field: '', reason: refusal, name: nameOf(only) })
        return
      }
      const middle = batch.length >> 1
      await this.#writeBatch(batch.slice(0, middle))
      await this.#writeBatch(batch.slice(middle))
    }
  }

  async #writeWhole(batch: Incoming[], turn?: Turn): Promise<void> {
    const { report } = this
    const target = this.#target
    const { sourceId, mapped, runId, isHeld } = this.#options
    const takenBefore = turn?.takenBefore ?? nothingTaken()
    const taken = nothingTaken()
    const origin = { sourceId, takenBefore, taken }
    let rejections: Rejection[] = []
    const outcome: Outcome = { created: 0, updated: 0, unchanged: 0, matched: 0, findings: [] }

    await this.#db.transaction(async (tx) => {
      await openBatch(tx, sourceId, isHeld)
      const keys = batch.map(({ key }) => key)
      const previous = await listPrevious(tx, sourceId, report.feature, keys)
      const said = new Map([...previous].map(([key, { fields }]) => [key, fields]))
      for (const one of batch) completeLists(one.fields, said.get(one.key), mapped)
      rejections = await target.settle(tx, batch, origin, said)
      const refused = new Set(rejections.map(({ line }) => line))
      const settled = batch.filter(({ line }) => !refused.has(line))

      const hashes = new Map(settled.map((incoming) => [incoming, hashFields(incoming.fields)]))
      const known = settled.filter(({ key }) => previous.has(key))
      const changed = known.filter((one) => previous.get(one.key)?.hash !== hashes.get(one))
      outcome.unchanged = known.length - changed.length
      const unknown = settled.filter(({ key }) => !previous.has(key))
      const matches =
        unknown.length > 0 ? await target.match(tx, unknown, origin) : new Map<Incoming, number>()
      outcome.matched = matches.size

      const merging = [...changed, ...matches.keys()]
      const idOf = (one: Incoming) => previous.get(one.key)?.recordId ?? matches.get(one) ?? 0
      for (const one of merging) {
        if (takenBefore.ids.has(idOf(one))) throw new TurnLost()
        taken.ids.add(idOf(one))
      }
      const current =
        merging.length > 0 ? await target.read(tx, merging.map(idOf)) : new Map<number, never>()
      const updates: ChangedRecord[] = []
      for (const one of merging) {
        const here = current.get(idOf(one))
        if (!here) {
          outcome.unchanged++
          outcome.findings.push(keptFinding(one, 'record', 'was removed here', ''))
          continue
        }
        const merge = mergeFields(here, previous.get(one.key)?.fields ?? {}, one.fields)
        const reason = matches.has(one) ? 'comes from another source' : 'was edited here'
        for (const { field, incoming } of merge.kept) {
          outcome.findings.push(keptFinding(one, field, reason, incoming))
        }
        if (merge.changed.length === 0) outcome.unchanged++
        else {
          outcome.updated++
          updates.push({ id: idOf(one), fields: merge.merged, changed: new Set(merge.changed) })
        }
      }
      if (updates.length > 0) await target.update(tx, updates)

      const created = unknown.filter((one) => !matches.has(one))
      const ids = created.length > 0 ? await target.create(tx, created, origin) : []
      outcome.created = created.length

      const createdIds = new Map(created.map((one, index) => [one, ids[index] ?? 0]))
      const remembered = [...created, ...merging].map((one) => ({
        key: one.key,
        recordId: createdIds.get(one) ?? idOf(one),
        hash: hashes.get(one) ?? '',
        // Two files of one source may feed different fields of a record.
        fields: { ...previous.get(one.key)?.fields, ...one.fields },
      }))
      await rememberRecords(tx, { sourceId, feature: report.feature }, remembered)
      if ((await turn?.isBeforeCommitted) === false) throw new TurnLost()
      turn?.pass(taken)
      if (ids.length + updates.length > 0) await target.refresh(tx, ids, updates)
      await countRun(tx, runId, {
        created: report.created + outcome.created,
        updated: report.updated + outcome.updated,
        unchanged: report.unchanged + outcome.unchanged,
        rejected: report.rejected + rejections.length,
      })
    })

    // Only now, since the transaction may have been rolled back and be tried again in halves.
    report.created += outcome.created
    report.updated += outcome.updated
    report.unchanged += outcome.unchanged
    report.matched += outcome.matched
    for (const finding of outcome.findings) this.#find(finding)
    for (const rejection of firstByLine(rejections)) this.#reject(rejection)
  }
}

const GATHERED = {
  links: 'link',
  identifiers: 'identifier',
  synonyms: 'synonyms',
  matches: 'match',
}

/** Two files of one source may feed one list: links of a kind that this file does not have stay. */
function completeLists(fields: Fields, said: Fields | undefined, mapped: readonly string[]): void {
  for (const [list, prefix] of Object.entries(GATHERED)) {
    const [now, before] = [fields[list], said?.[list]]
    if (!Array.isArray(now) || !Array.isArray(before)) continue
    const others = before.filter(
      (one) => Array.isArray(one) && !mapped.includes(`${prefix}:${String(one[0])}`),
    )
    if (others.length > 0) fields[list] = [...now, ...others].sort(byText)
  }
}

/** A row is rejected once, whatever the number of reasons. */
const firstByLine = (rejections: Rejection[]): Rejection[] => [
  ...new Map([...rejections].reverse().map((one) => [one.line, one])).values(),
]

const nameOf = ({ key, fields }: Incoming): string => {
  const name = fields['name'] ?? fields['title']
  return typeof name === 'string' ? name : key
}

const keptFinding = (one: Incoming, field: string, reason: string, value: FieldValue): Finding => ({
  outcome: 'kept',
  line: one.line,
  name: nameOf(one),
  field,
  value: (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 200),
  reason,
})

/** Two batches stood in each other's way. */
const isCrossed = (error: unknown): boolean =>
  error instanceof TurnLost || codeOf(error) === '40P01'

/** What PostgreSQL says where the data are at fault: classes 22 (data), 23 (constraints) and 54 (limits). */
function dataError(error: unknown): string | undefined {
  const cause = causeOf(error)
  return cause && /^(2[23]|54)/.test(String(codeOf(error))) ? cause.message : undefined
}

function causeOf(error: unknown): Error | undefined {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause : undefined
}

function codeOf(error: unknown): unknown {
  const cause = causeOf(error)
  return cause && 'code' in cause ? cause.code : undefined
}
