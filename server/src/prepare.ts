import type { Database, OpenDatabase } from '@maillage/db'
import type { Config } from './config.ts'
import { loadDemo, loadVocabulary } from './exchange/demo.ts'
import { loadGazetteer } from './places/load-gazetteer.ts'
import { loadCountryOutlines } from './places/load-outlines.ts'

/** Shows a step while it runs; `tell` says how far it is. */
export type Step = <T>(
  title: string,
  run: (tell: (how: string) => void) => Promise<T>,
) => Promise<T>

/** Any number that nobody else locks in this database. */
const LOADING_LOCK = 72_016_405

/** Loads what every instance has (places, country outlines) and the demo data where they are wanted, once. */
export async function prepare(
  { db, engine }: OpenDatabase,
  { DEMO_DATA }: Config,
  step: Step,
): Promise<void> {
  if (engine === 'embedded') {
    await load(db, DEMO_DATA, step)
    return
  }
  // Of several processes that start at once on one server, one loads and the others then find it done.
  const connection = await db.$client.reserve()
  try {
    await connection`select pg_advisory_lock(${LOADING_LOCK})`
    await load(db, DEMO_DATA, step)
  } finally {
    await connection`select pg_advisory_unlock(${LOADING_LOCK})`
    connection.release()
  }
}

async function load(db: Database, withDemo: boolean, step: Step): Promise<void> {
  await step('Loading the places of Europe', (tell) =>
    loadGazetteer(db, {
      onprogress: (places) => {
        tell(`${String(places)} places`)
      },
    }),
  )
  await step('Loading the outlines of countries', () => loadCountryOutlines(db))
  if (withDemo) {
    await step('Loading the demo data', (tell) => loadDemo(db, { onprogress: tell }))
  } else {
    await step('Loading themes and skills', (tell) => loadVocabulary(db, { onprogress: tell }))
  }
}
