import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DataFolderInUse, openDatabase } from '@maillage/db'
import { readConfig } from '../config.ts'
import { replayImages } from '../images/images.queries.ts'
import { replayRecords } from '../moderation/erase-record.ts'
import { erasureFile, readErasures } from './erasure-file.ts'
import { replayAccounts } from './held.queries.ts'

/** `npm run erasures -- export FILE`, and `replay FILE` after a backup was restored. */
const [what, file] = process.argv.slice(2)
const config = readConfig(process.env)
if (!file || (what !== 'export' && what !== 'replay')) {
  console.error('Usage: npm run erasures -- export FILE\n       npm run erasures -- replay FILE')
  process.exit(2)
}
const from = process.env['INIT_CWD'] ?? '.'
const path = join(file.startsWith('/') ? '' : from, file)
if (what === 'export') {
  await copyFile(erasureFile(config.DATA_DIR), path)
  console.log('Exported; it holds hashes only. Keep it apart from the backups.')
} else {
  try {
    const database = await openDatabase({
      databaseUrl: config.DATABASE_URL,
      dataDir: config.DATA_DIR,
    })
    const { db } = database
    const list = await readErasures(path)
    const accounts = await replayAccounts(db, list, new Date())
    const records = await replayRecords(db, list, new Date())
    const images = await replayImages(db, list)
    await database.close()
    console.log(
      `${String(accounts)} accounts, ${String(records)} records and ${String(images)} images had come back with the backup, and are erased again.`,
    )
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error
    console.error('The embedded database is in use: stop the running instance first.')
    process.exit(1)
  }
}
