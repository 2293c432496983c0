import closeWithGrace from 'close-with-grace'
import { openDatabase } from '@maillage/db'
import { readConfig } from '../config.ts'
import { openJobs } from '../jobs/jobs.ts'
import { sendMailJob } from './send-mail.jobs.ts'

/** A process that only sends mails, for a test to kill. */
const config = readConfig(process.env)
const database = await openDatabase({ databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR })
const { db } = database
const jobs = await openJobs(db)
await jobs.work([sendMailJob({ db, config, jobs, now: () => new Date() })])
process.send?.('ready')
closeWithGrace({ logger: false }, async () => {
  await jobs.stop()
  await database.close()
})
process.on('disconnect', () => process.exit())
