import type { Database } from '@maillage/db'
import type { Config } from './config.ts'
import { loadDemo } from './exchange/demo.ts'
import { loadGazetteer } from './places/load-gazetteer.ts'
import { loadCountryOutlines } from './places/load-outlines.ts'

/** Shows a step while it runs; `tell` says how far it is. */
export type Step = <T>(
  title: string,
  run: (tell: (how: string) => void) => Promise<T>,
) => Promise<T>

/** Loads what every instance has (places, country outlines) and the demo data where they are wanted, once. */
export async function prepare(db: Database, { DEMO_DATA }: Config, step: Step): Promise<void> {
  await step('Loading the places of Europe', (tell) =>
    loadGazetteer(db, {
      onprogress: (places) => {
        tell(`${String(places)} places`)
      },
    }),
  )
  await step('Loading the outlines of countries', () => loadCountryOutlines(db))
  if (DEMO_DATA) {
    await step('Loading the demo data', (tell) => loadDemo(db, { onprogress: tell }))
  }
}
