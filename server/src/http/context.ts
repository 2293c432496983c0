import type { Database } from '@maillage/db'
import type { Config } from '../config.ts'
import type { Jobs } from '../jobs/jobs.ts'

/** What routes that write need besides the request. */
export interface Context {
  db: Database
  config: Config
  jobs: Jobs
  now: () => Date
}
