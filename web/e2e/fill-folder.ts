import { accounts, openDatabase, secondFactors } from '@maillage/db'
import { startSession } from '../../server/src/accounts/sessions.queries.ts'

/**
 * Opens the new data folder that the command names, with someone who moderates or administers. What it is to hold is
 * written before `close`, which prints the secret of that person's session.
 */
export async function openFolder(role: 'moderator' | 'administrator') {
  const [folder = ''] = process.argv.slice(2)
  const database = await openDatabase({ dataDir: folder })
  const { db } = database
  const now = new Date()
  const [office] = await db
    .insert(accounts)
    .values({ email: `${role}@people.example`, role })
    .returning()
  if (!office) throw new Error('No account was written')
  await db
    .insert(secondFactors)
    .values({ accountId: office.id, secret: 'unused', confirmedAt: now })
  return {
    db,
    now,
    office,
    close: async () => {
      console.log(await startSession(db, office.id, { device: 'Test', strong: true, now }))
      await database.close()
    },
  }
}
