import { accounts, DataFolderInUse, openDatabase } from '@maillage/db'
import { readConfig } from '../config.ts'
import { plainAddress, EMAIL_PATTERN } from './sign-ins.rules.ts'

/** `npm run admin -- someone@example.org`: makes an account an administrator’s; it is made if there is none. */
const [address = ''] = process.argv.slice(2)
const email = plainAddress(address)
if (!new RegExp(EMAIL_PATTERN).test(email)) {
  console.error('Usage: npm run admin -- someone@example.org')
  process.exit(2)
}
try {
  const config = readConfig(process.env)
  const database = await openDatabase({
    databaseUrl: config.DATABASE_URL,
    dataDir: config.DATA_DIR,
  })
  await database.db
    .insert(accounts)
    .values({ email, role: 'administrator' })
    .onConflictDoUpdate({ target: accounts.email, set: { role: 'administrator' } })
  await database.close()
  console.log('Done: this address administers. Sign in with it, and set up one-time passwords.')
} catch (error) {
  if (!(error instanceof DataFolderInUse)) throw error
  console.error('The embedded database is in use: stop the running instance first.')
  process.exit(1)
}
