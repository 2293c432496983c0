import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

/** Headers that the pages' server sends along when it asks for a visitor. */
export const INTERNAL_KEY_HEADER = 'x-maillage-key'
export const CLIENT_ADDRESS_HEADER = 'x-client-address'

declare module 'fastify' {
  interface FastifyInstance {
    /** A secret that this process shares with its own pages. */
    internalKey: string | undefined
  }
}

/** Whether the pages of this instance ask, on behalf of a visitor whose form they have checked. */
export function isFromOwnPages(request: FastifyRequest): boolean {
  const given = request.headers[INTERNAL_KEY_HEADER]
  const key = request.server.internalKey
  if (typeof given !== 'string' || !key || given.length !== key.length) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(key))
}

/** The network address of the visitor, also when the pages ask in their name. */
export function clientAddress(request: FastifyRequest): string {
  const given = request.headers[CLIENT_ADDRESS_HEADER]
  return typeof given === 'string' && isFromOwnPages(request) ? given : request.ip
}
