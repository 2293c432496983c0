import Value from 'typebox/value'
import type { Executor } from '@maillage/db'
import type { Role } from '../accounts/permissions.rules.ts'
import type { RecordFeature } from '../accounts/roles.queries.ts'
import { ActorDocument } from '../actors/actor-document.schema.ts'
import { CollaborationDocument } from '../collaborations/collaboration-document.schema.ts'
import type { Context } from '../http/context.ts'
import { invalid, Problem } from '../http/problem.ts'
import { findDuplicates } from '../matching/duplicates.queries.ts'
import { createRecord } from '../moderation/change-record.ts'
import { findAuthor, propose } from '../moderation/proposals.queries.ts'
import type { Documents } from '../moderation/records.ts'
import { risksOf, waits } from '../moderation/risks.rules.ts'
import { isPlace } from '../places/is-place.queries.ts'
import { PracticeDocument } from '../practices/practice-document.schema.ts'
import { askAboutTies } from '../ties/ask-about-ties.ts'
import { giveRecords } from './confirm-address.ts'
import { toActorDocument, toCollaborationDocument, toPracticeDocument } from './documents.rules.ts'
import { type Findings, parts } from './submissions.rules.ts'
import {
  type Consent,
  type DraftRecord,
  findDraftActor,
  writeDraft,
} from './submissions.queries.ts'
import type { SentRecord } from './submissions.schema.ts'

const schemas = {
  actors: ActorDocument.schema,
  practices: PracticeDocument.schema,
  collaborations: CollaborationDocument.schema,
}

interface Sending {
  feature: RecordFeature
  findings: Findings
  roles: ReadonlySet<Role>
  consent: Consent | undefined
  now: Date
}

/** Makes of a part of a draft a record that waits for a moderator, or is public at once where its author is trusted. */
export async function sendPart(
  tx: Executor,
  context: Pick<Context, 'jobs' | 'config'>,
  draft: DraftRecord,
  { feature, findings, roles, consent, now }: Sending,
): Promise<{ draft: DraftRecord; sent: SentRecord }> {
  if ((feature === 'actors') !== (draft.actorId === null)) {
    throw new Problem(409, 'conflict', 'The organisation is sent first, and once.')
  }
  const wrong = parts[feature].filter((step) => findings[step])
  if (wrong.length > 0) {
    throw invalid(Object.fromEntries(wrong.map((step) => [step, 'is not complete yet'])))
  }
  if (feature === 'actors' && !consent) throw invalid({ consent: 'is missing' })

  const { document, why } = await toDocument(tx, draft, feature)
  const [fault] = Value.Errors(schemas[feature], document)
  if (fault) throw invalid({ [fault.instancePath.slice(1) || 'request']: fault.message })

  const accountId = draft.emailConfirmedAt === null ? null : draft.accountId
  const author = await findAuthor(tx, accountId, roles, now)
  const risks = risksOf(null, document, author)
  if (feature === 'actors' && (await isLikelyDuplicate(tx, document as ActorDocument))) {
    risks.push('likely_duplicate')
  }
  const isLive = accountId !== null && !risks.includes('likely_duplicate') && !waits(risks, author)
  const viewer = accountId === null ? null : { accountId }
  const record = await createRecord(tx, {
    feature,
    document,
    status: isLive ? 'published' : 'pending',
    viewer,
    authorRole: 'person',
    why,
    now,
  })
  const { reference } = await propose(tx, {
    feature,
    recordId: record.id,
    kind: 'create',
    document,
    baseVersion: record.version,
    risks,
    why,
    accountId,
    draftId: draft.id,
    wentLive: isLive,
    now,
  })
  if (isLive && feature === 'collaborations') await askAboutTies(tx, context, record.id)
  const title = 'name' in document ? document.name : document.title
  const sent = { feature, slug: record.slug, title, reference, sentAt: now.toISOString() }
  const rest = Object.entries(draft.answers).filter(
    ([step]) => feature === 'actors' || !(parts[feature] as readonly string[]).includes(step),
  )
  const after = await writeDraft(
    tx,
    {
      ...draft,
      version: draft.version + 1,
      answers: Object.fromEntries(rest),
      sent: [...draft.sent, sent],
      consent: consent ?? draft.consent,
      actorId: feature === 'actors' ? record.id : draft.actorId,
      submittedAt: now,
    },
    now,
  )
  if (accountId !== null) await giveRecords(tx, after)
  return { draft: after, sent }
}

async function toDocument(
  tx: Executor,
  draft: DraftRecord,
  feature: RecordFeature,
): Promise<{ document: Documents[RecordFeature]; why: string | null }> {
  const { answers, language: draftLanguage, actorId } = draft
  if (feature === 'actors') {
    const document = toActorDocument(answers, draftLanguage)
    const { location } = document
    const isKnown = location.placeId !== null && (await isPlace(tx, location.placeId))
    return {
      document: {
        ...document,
        location: { ...location, placeId: isKnown ? location.placeId : null },
      },
      why: null,
    }
  }
  const actor = actorId === null ? undefined : await findDraftActor(tx, actorId)
  if (!actor) throw new Problem(409, 'conflict', 'The organisation is not here any more.')
  const of = { actor: actor.slug, draftLanguage }
  if (feature === 'practices') return { document: toPracticeDocument(answers, of), why: null }
  const { document, notHere } = toCollaborationDocument(answers, of)
  return { document, why: notHere.length > 0 ? `+ ${notHere.join('; ')}` : null }
}

async function isLikelyDuplicate(tx: Executor, { name, website, location }: ActorDocument) {
  const found = await findDuplicates(
    tx,
    {
      name,
      website: website ?? undefined,
      country: location.country ?? undefined,
      town: location.town ?? undefined,
      at: location.point ?? undefined,
      identifiers: [],
    },
    { limit: 1 },
  )
  return found.some(({ level }) => level === 'likely')
}
