import { writeFile } from 'node:fs/promises'
import { connect } from '@maillage/db'
import { buildApp } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { noJobs } from '../src/jobs/jobs.ts'

// Never asked anything, so never connected.
const db = connect('postgres://nowhere.invalid/maillage')
const app = await buildApp({ db, config: readConfig({}), jobs: noJobs })
const file = new URL('../openapi.json', import.meta.url)
await writeFile(file, `${JSON.stringify(app.swagger(), null, 2)}\n`)
await app.close()
