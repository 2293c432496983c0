import { sql } from 'drizzle-orm'
import { openDatabase } from '@maillage/db'
import { readConfig } from '../config.ts'
import { openJobs } from '../jobs/jobs.ts'
import { sendMailJob } from './send-mail.jobs.ts'

/** A process that only sends mails, for a test to kill. */
const config = readConfig(process.env)
const { db } = await openDatabase({ databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR })
const jobs = await openJobs(db)
// What the killed process before this one had begun is over at once, not only after its time.
await db.execute(sql`
  update pgboss.job set state = 'retry', start_after = now()
  where name = 'send-mail' and state in ('active', 'retry')`)
await jobs.work([sendMailJob({ db, config, jobs, now: () => new Date() })])
process.send?.('ready')
process.on('disconnect', () => process.exit())
