import type { FastifyReply, FastifyRequest } from 'fastify'
import { DRAFT_DAYS } from './submissions.queries.ts'

/** Opaque, and for this host only: whoever has it writes on the draft. */
const DRAFT_COOKIE = '__Host-draft'

const options = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const

/** The secret of the draft that this browser is writing. */
export function draftToken(request: FastifyRequest): string | undefined {
  return request.cookies[DRAFT_COOKIE]
}

/** Lets this browser write on a draft. */
export function giveDraft(reply: FastifyReply, token: string): void {
  void reply.setCookie(DRAFT_COOKIE, token, { ...options, maxAge: DRAFT_DAYS * 86_400 })
}

/** Takes the draft's cookie away. */
export function takeDraft(reply: FastifyReply): void {
  void reply.clearCookie(DRAFT_COOKIE, options)
}
