import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import {
  accounts,
  actorEditors,
  actors,
  collaborations,
  type evidences,
  type Executor,
  type participationAnswers,
  participationReplies,
  participations,
  revisions,
  sources,
} from '@maillage/db'
import { type Editor, listEditors } from '../editors/editors.queries.ts'
import { partialDate } from '../http/partial-date.rules.ts'

type Evidence = (typeof evidences)[number]

const tieColumns = {
  id: participations.id,
  collaborationId: participations.collaborationId,
  actorId: participations.actorId,
  actor: { slug: actors.slug, name: actors.name },
  collaboration: { slug: collaborations.slug, title: collaborations.title },
  role: participations.role,
  startsOn: participations.startsOn,
  startsPrecision: participations.startsPrecision,
  endsOn: participations.endsOn,
  endsPrecision: participations.endsPrecision,
  evidence: participations.evidence,
  source: sources.name,
  version: collaborations.version,
}

const selectTies = (db: Executor) =>
  db
    .select(tieColumns)
    .from(participations)
    .innerJoin(actors, eq(actors.id, participations.actorId))
    .innerJoin(collaborations, eq(collaborations.id, participations.collaborationId))
    .leftJoin(sources, eq(sources.id, participations.sourceId))

type TieRow = Awaited<ReturnType<typeof selectTies>>[number]

const toTie = ({ startsOn, startsPrecision, endsOn, endsPrecision, ...tie }: TieRow) => ({
  ...tie,
  start: partialDate(startsOn, startsPrecision),
  end: partialDate(endsOn, endsPrecision),
})

export type Tie = ReturnType<typeof toTie>

/** Ties of the actors that a person writes for which another party stated, the open ones first. */
export async function listOwnTies(db: Executor, accountId: number): Promise<Tie[]> {
  const rows = await selectTies(db)
    .innerJoin(actorEditors, eq(actorEditors.actorId, participations.actorId))
    .where(
      and(
        eq(actorEditors.accountId, accountId),
        eq(collaborations.status, 'published'),
        inArray(participations.evidence, ['claimed', 'imported', 'disputed']),
      ),
    )
    .orderBy(
      sql`${participations.evidence} = 'claimed' desc`,
      collaborations.title,
      participations.id,
    )
    .limit(300)
  return rows.map(toTie)
}

/** A tie of an actor, locked for its answer. */
export async function findTie(tx: Executor, actorId: number, id: number): Promise<Tie | undefined> {
  const [row] = await selectTies(tx)
    .where(and(eq(participations.id, id), eq(participations.actorId, actorId)))
    .for('update', { of: [participations, collaborations] })
  return row && toTie(row)
}

/** Ties of a collaboration that one party stated and the actor has not answered. */
export async function listClaimedTies(tx: Executor, collaborationId: number): Promise<Tie[]> {
  const rows = await selectTies(tx)
    .where(
      and(
        eq(participations.collaborationId, collaborationId),
        eq(participations.evidence, 'claimed'),
        eq(actors.status, 'published'),
        eq(collaborations.status, 'published'),
      ),
    )
    .orderBy(participations.id)
  return rows.map(toTie)
}

/** Says how a tie is known. */
export async function setEvidence(tx: Executor, id: number, evidence: Evidence): Promise<void> {
  await tx.update(participations).set({ evidence }).where(eq(participations.id, id))
}

/** Keeps what an actor said of a tie. */
export async function insertReply(
  tx: Executor,
  reply: {
    participationId: number
    accountId: number
    answer: (typeof participationAnswers)[number]
    note: string | null
    createdAt: Date
  },
): Promise<void> {
  await tx.insert(participationReplies).values(reply)
}

/** Who else stated the ties of a collaboration: whoever wrote it last, else the owners of those who coordinate it. */
export async function listAuthors(
  tx: Executor,
  collaborationId: number,
  exceptId: number,
): Promise<Pick<Editor, 'accountId' | 'email' | 'language'>[]> {
  const [author] = await tx
    .select({ accountId: accounts.id, email: accounts.email, language: accounts.language })
    .from(revisions)
    .innerJoin(accounts, eq(accounts.id, revisions.accountId))
    .where(
      and(
        eq(revisions.feature, 'collaborations'),
        eq(revisions.recordId, collaborationId),
        inArray(revisions.act, ['create', 'update']),
        ne(accounts.id, exceptId),
      ),
    )
    .orderBy(sql`${revisions.version} desc`)
    .limit(1)
  if (author) return [author]
  const coordinators = await tx
    .selectDistinct({ actorId: participations.actorId })
    .from(participations)
    .where(
      and(
        eq(participations.collaborationId, collaborationId),
        eq(participations.role, 'coordinator'),
      ),
    )
  const owners = []
  for (const { actorId } of coordinators) {
    owners.push(...(await listEditors(tx, actorId, { role: 'owner', except: [exceptId] })))
  }
  return owners
}
