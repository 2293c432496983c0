import closeWithGrace from 'close-with-grace'
import { openDatabase } from '@maillage/db'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { allJobs } from './jobs/all.ts'
import { openJobs } from './jobs/jobs.ts'
import { prepare } from './prepare.ts'

/** The API alone, for work on it; `npm start` serves it together with the pages. */
const config = readConfig({ PORT: '3001', ...process.env })
const database = await openDatabase({
  databaseUrl: config.DATABASE_URL,
  dataDir: config.DATA_DIR,
})
await prepare(database, config, (title, run) => {
  console.log(`${title} …`)
  return run(() => undefined)
})
const jobs = await openJobs(database.db)
const app = await buildApp({
  db: database.db,
  config,
  jobs,
  logger: { level: config.LOG_LEVEL },
})
await jobs.work(allJobs({ db: database.db, config, jobs, now: () => new Date() }))

closeWithGrace(async ({ err: error }) => {
  if (error) app.log.error(error)
  await app.close()
  await jobs.stop()
  await database.close()
})

await app.listen({ port: config.PORT, host: config.HOST })
