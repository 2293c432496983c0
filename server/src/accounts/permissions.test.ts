import { inArray } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { describe, expect } from 'vitest'
import { accounts, actors, type Database, practiceActors } from '@maillage/db'
import { aCollaboration, anActor, aPractice } from '../factories.ts'
import { aPerson, test } from '../testing.ts'
import { mayDo, type Operation, permissions, type Role, roles } from './permissions.rules.ts'

type Route = FastifyInstance['operations'][number]

/** What stands in an address for each parameter; of records it is one that there is. */
const samples: Record<string, string> = {
  id: '2000000000',
  version: '1',
  width: '480',
  token: 'x'.repeat(43),
  reference: 'MA-2222-2222',
  code: 'XX',
  key: 'x'.repeat(22),
  keyAndWidth: `${'x'.repeat(22)}-480.webp`,
  accountId: '2000000000',
  other: 'nobody',
  actor: 'nobody',
  participationId: '2000000000',
  email: 'nobody@people.example',
}

/** Without an account, an image is of a draft. */
const queries: Partial<Record<Operation, string>> = { 'image.upload': '?draft=MA-2222-2222' }

/** A record of each feature that one actor may write. */
async function records(db: Database) {
  const actor = await anActor(db)
  const practice = await aPractice(db)
  const collaboration = await aCollaboration(db, {
    participants: [actor.id],
    roles: ['coordinator'],
  })
  await db
    .insert(practiceActors)
    .values({ practiceId: practice.id, actorId: actor.id, role: 'originates' })
  return { actors: actor, practices: practice, collaborations: collaboration }
}

type Records = Awaited<ReturnType<typeof records>>

function addressOf({ url, subject, operation }: Route, made: Records): string {
  const path = url.replace(/:(\w+)/g, (_, name: string) => {
    if (name === 'slug') return made[subject ?? 'actors'].slug
    const sample = samples[name]
    if (sample === undefined) {
      throw new Error(`${url} has a parameter “${name}” that permissions.test.ts has no sample of.`)
    }
    return sample
  })
  return path + (queries[operation] ?? '')
}

/** Someone in a role; the roles of a record are on the actor that all records are of. */
async function headersOf(db: Database, role: Role, { actors: { id } }: Records) {
  const origin = { origin: 'http://localhost:80' }
  switch (role) {
    case 'visitor':
      return origin
    case 'person':
      return (await aPerson(db)).headers
    case 'editor':
      return (await aPerson(db, { edits: [id] })).headers
    case 'owner':
      return (await aPerson(db, { owns: [id] })).headers
    default:
      return (await aPerson(db, { role })).headers
  }
}

/** What someone in a role is towards a route; roles on a record count only where the route is about one. */
function rolesTowards(role: Role, { subject }: Route): Set<Role> {
  if (role === 'visitor') return new Set(['visitor'])
  const isOfRecord = role === 'editor' || role === 'owner'
  return new Set<Role>(['visitor', 'person', ...(isOfRecord && !subject ? [] : [role])])
}

const nameOf = ({ method, url }: Route) => `${method} ${url}`

async function ask(
  app: FastifyInstance,
  route: Route,
  url: string,
  headers: Record<string, string>,
): Promise<'allowed' | 'refused'> {
  const { statusCode, body } = await app.inject({ method: route.method as 'GET', url, headers })
  if (statusCode >= 500) throw new Error(`${nameOf(route)} answers ${String(statusCode)}: ${body}`)
  const isRefused = statusCode === 401 || (statusCode === 403 && !body.includes('wrong_origin'))
  return isRefused ? 'refused' : 'allowed'
}

describe('the table of permissions', () => {
  test('has a route for every operation, and every parameter of a route has a sample', async ({
    app,
    db,
  }) => {
    const made = await records(db)
    for (const route of app.operations) addressOf(route, made)
    const used = new Set(app.operations.map(({ operation }) => operation))
    const unused = (Object.keys(permissions) as Operation[]).filter((each) => !used.has(each))
    expect(unused).toEqual([])
  })

  test.for(roles)(
    'holds over HTTP, in every cell, for: %s',
    { timeout: 240_000 },
    async (role, { app, db }) => {
      const wrong: string[] = []
      let made = await records(db)
      let headers = await headersOf(db, role, made)
      for (const route of app.operations) {
        const expected = mayDo(route.operation, rolesTowards(role, route)) ? 'allowed' : 'refused'
        const answer = await ask(app, route, addressOf(route, made), headers)
        if (answer !== expected) wrong.push(`${nameOf(route)} is ${answer}, not ${expected}`)
        if (answer === 'allowed' && route.method !== 'GET') {
          // It may have erased the record, or whoever asked.
          await db.delete(actors).where(inArray(actors.id, [made.actors.id]))
          made = await records(db)
          headers = await headersOf(db, role, made)
        }
      }
      expect(wrong).toEqual([])
      expect(app.operations.length).toBeGreaterThan(60)
    },
  )

  test.for(['moderator', 'administrator'] as const)(
    'asks a %s for the second factor wherever the office alone allows it',
    { timeout: 120_000 },
    async (role, { app, db }) => {
      const made = await records(db)
      const { headers } = await aPerson(db, { role, strong: false })
      const wrong: string[] = []
      for (const route of app.operations) {
        const byOffice =
          mayDo(route.operation, rolesTowards(role, route)) &&
          !mayDo(route.operation, rolesTowards('person', route))
        if (!byOffice) continue
        const { body, statusCode } = await app.inject({
          method: route.method as 'GET',
          url: addressOf(route, made),
          headers,
        })
        if (statusCode !== 403 || !body.includes('second_factor_required'))
          wrong.push(nameOf(route))
      }
      expect(wrong).toEqual([])
      expect(await db.$count(accounts)).toBe(1)
    },
  )
})
