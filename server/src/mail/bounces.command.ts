import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase } from '@maillage/db'
import { readConfig } from '../config.ts'
import { markBounced } from './mail.queries.ts'
import { readBounce } from './read-bounce.ts'

/** `npm run bounces -- FILE…`: messages of mail servers that say that a mail could not be delivered. */
const files = process.argv.slice(2)
if (files.length === 0) {
  console.error('Usage: npm run bounces -- FILE…   (messages as their source, .eml)')
  process.exit(2)
}
const config = readConfig(process.env)
const database = await openDatabase({
  databaseUrl: config.DATABASE_URL,
  dataDir: config.DATA_DIR,
})
for (const file of files) {
  const bounce = await readBounce(await readFile(join(process.env['INIT_CWD'] ?? '', file)))
  const isOurs =
    bounce && (await markBounced(database.db, bounce.messageId, bounce.status, new Date()))
  console.log(
    `${file}: ${isOurs ? `bounced (${bounce.status})` : 'says nothing of a mail of ours'}`,
  )
}
await database.close()
