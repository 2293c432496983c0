import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Executor } from '@maillage/db'
import { isOwnMachine, siteUrl } from '../config.ts'
import { clientAddress } from '../http/client.ts'
import type { Context } from '../http/context.ts'
import { Problem, problems } from '../http/problem.ts'
import { type RateLimit, requireWithin, subnetOf } from '../http/rate-limits.ts'
import { NoQuery } from '../http/schema.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { giveSession } from './access.ts'
import { AskToSignIn, Code, SignedIn, SignInAsked } from './accounts.schema.ts'
import { deviceName } from './devices.rules.ts'
import { newToken } from './secrets.rules.ts'
import { endSession, startSession } from './sessions.queries.ts'
import {
  isOpenLink,
  openAccount,
  prepareSignIn,
  SIGN_IN_MINUTES,
  type SignIn,
  useCode,
  useLink,
} from './sign-ins.queries.ts'
import { plainAddress } from './sign-ins.rules.ts'

/** Tells the browser that asked from all others, so that the short code is of no use elsewhere. */
const BROWSER_COOKIE = '__Host-sign-in'

const MINUTE = 60
const HOUR = 3_600

/** Counted for any address alike, so that being refused tells nothing. */
const limits = {
  /** One's own impatience; a stranger elsewhere cannot use it up. */
  addressAndSubnet: { name: 'sign-in-both', times: 5, seconds: 15 * MINUTE },
  address: { name: 'sign-in-address', times: 30, seconds: 24 * HOUR },
  client: { name: 'sign-in-client', times: 20, seconds: HOUR },
  subnet: { name: 'sign-in-subnet', times: 60, seconds: HOUR },
  tries: { name: 'sign-in-tries', times: 60, seconds: HOUR },
}

const TokenParams = Type.Object({ token: Type.String({ minLength: 20, maxLength: 100 }) })

interface Options extends Context {
  /** What features above do for whoever has shown that they read mail at an address. */
  onSignIn: (tx: Executor, account: { accountId: number; email: string }) => Promise<void>
}

export const signInRoutes: FastifyPluginAsyncTypebox<Options> = async (
  app,
  { db, config, jobs, now, onSignIn },
) => {
  /** On one's own machine every request is from the same address. */
  const strangersOnly = (...counted: [RateLimit, string][]) => (isOwnMachine(config) ? [] : counted)

  app.post(
    '/sign-ins',
    {
      config: { operation: 'session.start' },
      schema: {
        operationId: 'askToSignIn',
        summary: 'Ask for a mail to sign in with',
        tags: ['accounts'],
        querystring: NoQuery,
        body: AskToSignIn.ref,
        response: { 202: SignInAsked.ref, ...problems },
      },
    },
    async (request, reply) => {
      const { language, returnTo = null } = request.body
      const email = plainAddress(request.body.email)
      const client = clientAddress(request)
      const subnet = subnetOf(client)
      await requireWithin(db, [
        ...strangersOnly([limits.client, client], [limits.subnet, subnet]),
        [limits.addressAndSubnet, `${email} ${subnet}`],
        [limits.address, email],
      ])
      const browser = browserOf(request) ?? newToken()
      await db.transaction(async (tx) => {
        const { token, code } = await prepareSignIn(tx, {
          email,
          language,
          returnTo,
          browser,
          now: now(),
        })
        await queueMail(tx, jobs, {
          template: 'sign-in',
          to: { address: email },
          language,
          params: { code, url: `${siteUrl(config)}/${language}/sign-in/${token}` },
        })
      })
      void reply.setCookie(BROWSER_COOKIE, browser, {
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'lax',
        maxAge: HOUR,
      })
      return reply.code(202).send({ minutes: SIGN_IN_MINUTES })
    },
  )

  app.get(
    '/sign-ins/:token',
    {
      config: { operation: 'session.start' },
      schema: {
        operationId: 'getSignIn',
        summary: 'Whether a mailed link still works; looking spoils nothing',
        tags: ['accounts'],
        params: TokenParams,
        querystring: NoQuery,
        response: { 200: Type.Object({ isOpen: Type.Boolean() }), ...problems },
      },
    },
    async ({ params: { token } }) => ({ isOpen: await isOpenLink(db, token, now()) }),
  )

  app.post(
    '/sign-ins/:token/session',
    {
      config: { operation: 'session.start' },
      schema: {
        operationId: 'signInByLink',
        summary: 'Sign in by a mailed link',
        tags: ['accounts'],
        params: TokenParams,
        querystring: NoQuery,
        response: { 200: SignedIn.ref, ...problems },
      },
    },
    async (request, reply) => {
      await requireWithin(db, strangersOnly([limits.tries, clientAddress(request)]))
      return finish(request, reply, await useLink(db, request.params.token, now()))
    },
  )

  app.post(
    '/sign-ins/code',
    {
      config: { operation: 'session.start' },
      schema: {
        operationId: 'signInByCode',
        summary: 'Sign in by a mailed code, in the browser that asked for it',
        tags: ['accounts'],
        querystring: NoQuery,
        body: Type.Object({ code: Code }, { additionalProperties: false }),
        response: { 200: SignedIn.ref, ...problems },
      },
    },
    async (request, reply) => {
      await requireWithin(db, strangersOnly([limits.tries, clientAddress(request)]))
      const browser = browserOf(request)
      const code = request.body.code.replace(/\s/g, '')
      const used = browser ? await useCode(db, { browser, code, now: now() }) : undefined
      if (used === 'wrong') throw new Problem(400, 'wrong_code', 'This code is not right.')
      return finish(request, reply, used)
    },
  )

  /** Opens the account of whoever has shown that they read its mail. */
  async function finish(request: FastifyRequest, reply: FastifyReply, used: SignIn | undefined) {
    if (!used) {
      throw new Problem(410, 'expired', 'This link or code was used, or its time is over.')
    }
    const { viewer } = request
    const signedIn = await db.transaction(async (tx) => {
      const account = await openAccount(tx, used, now())
      await onSignIn(tx, { accountId: account.id, email: used.email })
      // This browser had a session, which its cookie is lost of now.
      if (viewer) await endSession(tx, viewer.accountId, viewer.sessionId)
      const device = deviceName(request.headers['user-agent'])
      return { account, token: await startSession(tx, account.id, { device, now: now() }) }
    })
    giveSession(reply, signedIn.token)
    return {
      returnTo: used.returnTo,
      needsSecondFactor: signedIn.account.role !== 'person',
    }
  }
}

function browserOf(request: FastifyRequest): string | undefined {
  const value = request.cookies[BROWSER_COOKIE]
  return value && /^[\w-]{43}$/.test(value) ? value : undefined
}
