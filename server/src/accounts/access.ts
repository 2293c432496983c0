import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Database } from '@maillage/db'
import { clientAddress } from '../http/client.ts'
import { gone, notFound, Problem } from '../http/problem.ts'
import { mayDo, type Operation, type Role } from './permissions.rules.ts'
import { findSubject, type RecordFeature, rolesOf, type Subject } from './roles.queries.ts'
import { hashToken } from './secrets.rules.ts'
import { findViewer, SESSION_DAYS, type Viewer } from './sessions.queries.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the route does, of the table of permissions. */
    operation?: Operation
    /** The table that the parameter `slug` of the route is looked up in. */
    subject?: RecordFeature
  }
  interface FastifyInstance {
    /** The routes that name an operation, for the test that walks the table. */
    operations: { method: string; url: string; operation: Operation; subject?: RecordFeature }[]
  }
  interface FastifyRequest {
    /** Whoever is signed in, once `operation` was checked. */
    viewer: Viewer | null
    /** The record that the request is about, where the route names one. */
    subject: Subject | null
    roles: ReadonlySet<Role>
  }
}

/**
 * Opaque, over TLS or loopback only, for this host only. Browsers take it on `http://localhost` and `http://127.0.0.1`
 * too.
 */
export const SESSION_COOKIE = '__Host-session'

const cookieOptions = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const

/** Gives the browser its session. */
export function giveSession(reply: FastifyReply, token: string): void {
  void reply.setCookie(SESSION_COOKIE, token, { ...cookieOptions, maxAge: SESSION_DAYS * 86_400 })
}

/** Takes the session's cookie away. */
export function takeSession(reply: FastifyReply): void {
  void reply.clearCookie(SESSION_COOKIE, cookieOptions)
}

/** Whoever is signed in, for handlers whose operation is not open to visitors. */
export function getViewer({ viewer }: FastifyRequest): Viewer {
  if (!viewer) throw new Problem(401, 'not_signed_in', 'Sign in first.')
  return viewer
}

/** Whose the Idempotency-Keys of a request are: a person's, or those of a network address, of which only a hash is kept. */
export const keysOf = (request: FastifyRequest): string =>
  request.viewer
    ? `account ${String(request.viewer.accountId)}`
    : `address ${hashToken(clientAddress(request))}`

/** The record that a route with a `subject` is about. */
export function getSubject({ subject }: FastifyRequest): Subject {
  if (!subject) throw notFound('This record')
  return subject
}

/** Checks every request against the table of permissions; a route that writes and names no operation is a mistake. */
export async function checkAccess(
  app: FastifyInstance,
  { db, now }: { db: Database; now: () => Date },
): Promise<void> {
  await app.register(cookie)
  app.decorateRequest('viewer', null)
  app.decorateRequest('subject', null)
  app.decorateRequest('roles', { getter: () => new Set<Role>() })

  app.decorate('operations', [])
  app.addHook('onRoute', ({ method, url, config, schema }) => {
    const reads = [method].flat().every((each) => ['GET', 'HEAD', 'OPTIONS'].includes(each))
    if (!reads && !config?.operation) {
      throw new Error(`${String(method)} ${url} names no operation of the table of permissions`)
    }
    if (!config?.operation) return
    const { operation, subject } = config
    if (subject === 'actors' && method === 'GET' && schema) {
      schema.response = { 301: Type.Null({ description: 'Merged' }), ...(schema.response ?? {}) }
    }
    for (const each of [method].flat()) {
      if (each !== 'HEAD')
        app.operations.push({ method: each, url, operation, ...(subject && { subject }) })
    }
  })

  app.addHook('preValidation', async (request, reply) => {
    const { operation, subject: feature } = request.routeOptions.config
    if (!operation) return
    // What depends on who asks belongs in no shared cache.
    void reply.header('cache-control', 'no-store')
    const token = request.cookies[SESSION_COOKIE]
    const viewer = token ? ((await findViewer(db, token, now())) ?? null) : null
    request.viewer = viewer
    const { slug } = request.params as { slug?: string }
    const subject =
      feature && slug !== undefined ? await findSubject(db, feature, slug, viewer) : undefined
    request.subject = subject ?? null
    const roles = await rolesOf(db, viewer, subject)
    Object.defineProperty(request, 'roles', { value: roles, configurable: true })

    if (subject?.status === 'erased') throw gone('This record')
    const undoes = mayDo('merge.write', roles)
    if (subject?.mergedInto && ['GET', 'HEAD'].includes(request.method) && !undoes) {
      return reply.redirect(addressIn(request, subject.mergedInto), 301)
    }
    if (feature && (!subject || isHidden(subject, roles))) throw notFound('This record')
    if (mayDo(operation, roles)) {
      const byOfficeOnly = !mayDo(
        operation,
        new Set([...roles].filter((role) => role !== 'moderator' && role !== 'administrator')),
      )
      if (byOfficeOnly && !viewer?.isStrong) {
        throw new Problem(403, 'second_factor_required', 'Give your one-time password first.')
      }
      return
    }
    if (!viewer) throw new Problem(401, 'not_signed_in', 'Sign in first.')
    throw new Problem(403, 'forbidden', 'Your account may not do this here.')
  })
}

/** What a request asks for, of another record; for a version the history, since its versions are others. */
function addressIn({ url, params, routeOptions }: FastifyRequest, slug: string): string {
  const named: Record<string, string> = { ...(params as Record<string, string>), slug }
  const route = (routeOptions.url ?? '').replace(/\/:version$/, '')
  const path = route.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(named[name] ?? ''))
  const query = new URLSearchParams(url.split('?')[1])
  query.delete('against')
  return query.size > 0 ? `${path}?${String(query)}` : path
}

/** A record that is not public exists for those alone who may write it. */
function isHidden({ status }: Subject, roles: ReadonlySet<Role>): boolean {
  return status !== 'published' && !mayDo('document.read', roles)
}
