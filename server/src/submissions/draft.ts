import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  actorKinds,
  collaborationKinds,
  exchangeKinds,
  type Executor,
  geographicScopes,
  participationRoles,
} from '@maillage/db'
import { siteUrl } from '../config.ts'
import type { Context } from '../http/context.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { versionTag } from '../http/writes.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { draftToken } from './draft-cookie.ts'
import { checkAnswers, type Choices } from './submissions.rules.ts'
import { Draft } from './submissions.schema.ts'
import {
  addDraftKey,
  countLinks,
  type DraftRecord,
  endOfDraft,
  findDraft,
  findDraftActor,
  MOST_LINKS,
} from './submissions.queries.ts'

export const DraftAnswer = { 200: Draft.ref, ...problems }

const choices: Choices = {
  actorKinds,
  scopes: geographicScopes,
  exchangeKinds,
  collaborationKinds,
  participationRoles,
}

/** The draft of this browser, locked until the transaction ends. */
export async function getDraft(
  tx: Executor,
  request: FastifyRequest,
  now: Date,
): Promise<DraftRecord> {
  const token = draftToken(request)
  const draft = token ? await findDraft(tx, token, now, { forUpdate: true }) : undefined
  if (!draft) throw notFound('A draft of this browser')
  return draft
}

/** What is wrong in what was typed, or missing. */
export const findingsOf = ({ answers, email }: Pick<DraftRecord, 'answers' | 'email'>) =>
  checkAnswers(answers, choices, { hasEmail: email !== null })

/** What is told of a draft to whoever may write it. */
export async function toAnswer(db: Executor, reply: FastifyReply, draft: DraftRecord) {
  void reply.header('etag', versionTag(draft.version))
  const { reference, language, version, answers, stepVersions, sent, updatedAt, expiresAt } = draft
  return {
    reference,
    language,
    version,
    answers,
    stepVersions: stepVersions as Record<string, number>,
    findings: findingsOf(draft) as Record<string, Record<string, never>>,
    hasEmail: draft.email !== null,
    isEmailConfirmed: draft.emailConfirmedAt !== null,
    actor: (draft.actorId !== null && (await findDraftActor(db, draft.actorId))) || null,
    sent,
    updatedAt,
    expiresAt,
  }
}

/** Mails the link to come back by. */
export async function mailLink(
  tx: Executor,
  context: Pick<Context, 'jobs' | 'config' | 'now'>,
  draft: DraftRecord,
): Promise<void> {
  if (draft.email === null) return
  const now = context.now()
  const links = await countLinks(tx, draft.id)
  if (links >= MOST_LINKS) {
    throw new Problem(429, 'too_many_requests', 'Links were mailed often enough.')
  }
  const token = await addDraftKey(tx, draft.id, 'mail', { email: draft.email, now })
  await queueMail(tx, context.jobs, {
    template: 'draft-saved',
    to: { address: draft.email, accountId: draft.accountId },
    language: draft.language,
    params: { url: linkTo(context, draft, token), expiresOn: endOn(draft, now) },
    key: `draft ${String(draft.id)} link ${String(links + 1)}`,
  })
}

const endOn = ({ language }: DraftRecord, now: Date) =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(endOfDraft(now))

/** Where a link in a mail leads back to a draft. */
export function linkTo(
  { config }: Pick<Context, 'config'>,
  { language }: DraftRecord,
  token: string,
): string {
  return `${siteUrl(config)}/${language}/submit/continue?key=${token}`
}
