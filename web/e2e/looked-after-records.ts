import { accounts, actorEditors, claims, mails, sources } from '@maillage/db'
import { readConfig } from '../../server/src/config.ts'
import { anActor } from '../../server/src/factories.ts'
import { askStillTrue } from '../../server/src/freshness/freshness.jobs.ts'
import { openJobs } from '../../server/src/jobs/jobs.ts'
import { openFolder } from './fill-folder.ts'

/**
 * Fills a new data folder with what those who look after entries and instances meet: a year-old entry for each language, a
 * claim, a mail in doubt, and someone who is to moderate. Prints the secret of an administrator's session.
 */
const { db, now, close } = await openFolder('administrator')
const longAgo = new Date(now.getTime() - 800 * 86_400_000)

const [submission] = await db
  .insert(sources)
  .values({ name: 'Submission', kind: 'submission' })
  .returning()

for (const language of ['en', 'hu']) {
  const [owner, claimant] = await db
    .insert(accounts)
    .values([
      { email: `old-owner-${language}@people.example`, language },
      { email: `claimant-${language}@people.example`, language, name: `Claimant ${language}` },
      { email: `to-moderate-${language}@people.example`, language, role: 'moderator' as const },
    ])
    .returning()
  if (!owner || !claimant) throw new Error('No accounts were written')
  const old = await anActor(db, {
    name: `Old ${language}`,
    slug: `old-${language}`,
    createdAt: longAgo,
    updatedAt: longAgo,
    ...(submission && { sourceId: submission.id }),
  })
  await db
    .insert(actorEditors)
    .values({ actorId: old.id, accountId: owner.id, role: 'owner', since: longAgo })
  const claimed = await anActor(db, { name: `Claimed ${language}`, slug: `claimed-${language}` })
  await db.insert(claims).values({
    actorId: claimed.id,
    accountId: claimant.id,
    proof: 'moderator',
    message: `I keep the books, ${language}.`,
  })
  await db.insert(mails).values({
    template: 'report-resolved',
    language,
    address: `in-doubt-${language}@people.example`,
    messageId: `in-doubt-${language}`,
    params: { reference: 'MA-1', record: 'Us', answer: '' },
    state: 'uncertain',
  })
}

const jobs = await openJobs(db, { supervise: false })
await askStillTrue({ db, jobs, config: readConfig({}), now: () => now })
await jobs.stop()
await close()
