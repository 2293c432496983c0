import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { renderSVG } from 'uqr'
import { siteUrl } from '../config.ts'
import { clientAddress } from '../http/client.ts'
import type { Context } from '../http/context.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { requireWithin } from '../http/rate-limits.ts'
import { NoQuery } from '../http/schema.ts'
import { IfMatch, requireVersion, versionTag } from '../http/writes.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { toMailLanguage } from '../mail/templates.ts'
import { getViewer, takeSession } from './access.ts'
import {
  changeAccount,
  endOtherSessions,
  followAddressChange,
  listSessions,
  prepareAddressChange,
  readAccount,
  withdrawConsent,
} from './account.queries.ts'
import {
  Account,
  ChangeAccount,
  Email,
  Held,
  NewSecondFactor,
  RecoveryCodes,
  Session,
  SessionList,
} from './accounts.schema.ts'
import { keepErasures } from './erasure-file.ts'
import { eraseAccount, readHeld } from './held.queries.ts'
import {
  confirmSecondFactor,
  prepareSecondFactor,
  removeSecondFactor,
  strengthen,
} from './second-factor.queries.ts'
import { endSession } from './sessions.queries.ts'
import { plainAddress } from './sign-ins.rules.ts'

const limits = {
  secondFactor: { name: 'second-factor', times: 10, seconds: 900 },
  addressChange: { name: 'address-change', times: 5, seconds: 3_600 },
  addressToken: { name: 'address-token', times: 60, seconds: 3_600 },
}

const IdParams = Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) })
const CodeBody = Type.Object(
  { code: Type.String({ minLength: 6, maxLength: 20 }) },
  { additionalProperties: false },
)
const Nothing = { 204: Type.Null(), ...problems }

export const accountRoutes: FastifyPluginAsyncTypebox<Context> = async (
  app,
  { db, config, jobs, now },
) => {
  const described = (operationId: string, summary: string) =>
    ({ operationId, summary, tags: ['accounts'], querystring: NoQuery }) as const

  app.get(
    '/session',
    {
      config: { operation: 'session.read' },
      schema: {
        ...described('getSession', 'Whoever is signed in'),
        response: { 200: Session.ref, ...problems },
      },
    },
    async ({ viewer }) => ({ account: viewer }),
  )

  app.delete(
    '/session',
    {
      config: { operation: 'session.start' },
      schema: { ...described('signOut', 'Sign out'), response: Nothing },
    },
    async ({ viewer }, reply) => {
      if (viewer) await endSession(db, viewer.accountId, viewer.sessionId)
      takeSession(reply)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/session/strength',
    {
      config: { operation: 'account.write' },
      schema: {
        ...described('giveSecondFactor', 'Give the one-time password, or a recovery code'),
        body: CodeBody,
        response: Nothing,
      },
    },
    async (request, reply) => {
      const viewer = getViewer(request)
      await requireWithin(db, [[limits.secondFactor, String(viewer.accountId)]])
      const isRight =
        viewer.hasSecondFactor && (await strengthen(db, viewer, request.body.code, now()))
      if (!isRight) throw new Problem(400, 'wrong_code', 'This code is not right.')
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/account',
    {
      config: { operation: 'account.read' },
      schema: {
        ...described('getAccount', 'One’s own account'),
        response: { 200: Account.ref, ...problems },
      },
    },
    async (request, reply) => {
      const account = await readAccount(db, getViewer(request).accountId, now())
      void reply.header('etag', versionTag(account.version))
      return account
    },
  )

  app.put(
    '/account',
    {
      config: { operation: 'account.write' },
      schema: {
        ...described('changeAccount', 'Correct one’s name and language'),
        headers: IfMatch,
        body: ChangeAccount.ref,
        response: { 200: Account.ref, ...problems },
      },
    },
    async (request, reply) => {
      const { accountId } = getViewer(request)
      const { version } = await readAccount(db, accountId, now())
      requireVersion(request, version)
      const { name, language } = request.body
      const isChanged = await changeAccount(db, accountId, version, {
        name: name?.trim() ? name.trim() : null,
        language,
      })
      if (!isChanged) throw new Problem(412, 'version_changed', 'It was changed in the meantime.')
      const account = await readAccount(db, accountId, now())
      void reply.header('etag', versionTag(account.version))
      return account
    },
  )

  app.post(
    '/account/address-changes',
    {
      config: { operation: 'account.write' },
      schema: {
        ...described('askToChangeAddress', 'Ask for a mail to a new address'),
        body: Type.Object({ email: Email }, { additionalProperties: false }),
        response: Nothing,
      },
    },
    async (request, reply) => {
      const { accountId, language } = getViewer(request)
      await requireWithin(db, [[limits.addressChange, String(accountId)]])
      const email = plainAddress(request.body.email)
      await db.transaction(async (tx) => {
        const token = await prepareAddressChange(tx, accountId, email, now())
        const lang = toMailLanguage(language)
        await queueMail(tx, jobs, {
          template: 'address-new',
          to: { address: email },
          language: lang,
          params: { url: `${siteUrl(config)}/${lang}/account/address/${token}` },
        })
      })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/address-changes/:token',
    {
      config: { operation: 'session.start' },
      schema: {
        ...described('confirmAddress', 'Confirm a new address by its mailed link'),
        params: Type.Object({ token: Type.String({ minLength: 20, maxLength: 100 }) }),
        response: Nothing,
      },
    },
    async (request, reply) => {
      await requireWithin(db, [[limits.addressToken, clientAddress(request)]])
      const changed = await db.transaction(async (tx) => {
        const change = await followAddressChange(tx, request.params.token, now())
        if (change && change !== 'taken') {
          await queueMail(tx, jobs, {
            template: 'address-changed',
            to: { address: change.before },
            language: toMailLanguage(change.language),
          })
        }
        return change
      })
      if (!changed) throw new Problem(410, 'expired', 'This link was used, or its time is over.')
      if (changed === 'taken') {
        throw new Problem(409, 'conflict', 'There is an account with this address by now.')
      }
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/account/consents/:id/withdrawal',
    {
      config: { operation: 'account.write' },
      schema: {
        ...described('withdrawConsent', 'Take back what one agreed to'),
        params: IdParams,
        response: Nothing,
      },
    },
    async (request, reply) => {
      const { accountId } = getViewer(request)
      if (!(await withdrawConsent(db, accountId, request.params.id, now()))) {
        throw notFound('This consent')
      }
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/account/sessions',
    {
      config: { operation: 'account.read' },
      schema: {
        ...described('listSessions', 'Where one is signed in'),
        response: { 200: SessionList.ref, ...problems },
      },
    },
    async (request) => {
      const { accountId, sessionId } = getViewer(request)
      const items = await listSessions(db, accountId, now())
      return { items: items.map((item) => ({ ...item, isThis: item.id === sessionId })) }
    },
  )

  app.delete(
    '/account/sessions/:id',
    {
      config: { operation: 'account.write' },
      schema: {
        ...described('endSession', 'Sign out elsewhere'),
        params: IdParams,
        response: Nothing,
      },
    },
    async (request, reply) => {
      if (!(await endSession(db, getViewer(request).accountId, request.params.id))) {
        throw notFound('This session')
      }
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/account/sessions',
    {
      config: { operation: 'account.write' },
      schema: { ...described('endOtherSessions', 'Sign out everywhere else'), response: Nothing },
    },
    async (request, reply) => {
      const { accountId, sessionId } = getViewer(request)
      await endOtherSessions(db, accountId, sessionId)
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/account/second-factor',
    {
      config: { operation: 'account.write' },
      schema: {
        ...described('prepareSecondFactor', 'Prepare one-time passwords'),
        response: { 201: NewSecondFactor.ref, ...problems },
      },
    },
    async (request, reply) => {
      const prepared = await prepareSecondFactor(db, getViewer(request).accountId)
      if (!prepared) throw new Problem(409, 'conflict', 'One-time passwords are set up already.')
      const svg = renderSVG(prepared.uri, { ecc: 'M', border: 2 })
      const picture = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
      return reply.code(201).send({ ...prepared, picture })
    },
  )

  app.post(
    '/account/second-factor/confirmation',
    {
      config: { operation: 'account.write' },
      schema: {
        ...described('confirmSecondFactor', 'Put one-time passwords in force by the first one'),
        body: CodeBody,
        response: { 200: RecoveryCodes.ref, ...problems },
      },
    },
    async (request) => {
      const viewer = getViewer(request)
      await requireWithin(db, [[limits.secondFactor, String(viewer.accountId)]])
      if (viewer.hasSecondFactor) {
        throw new Problem(409, 'conflict', 'One-time passwords are set up already.')
      }
      const codes = await db.transaction((tx) =>
        confirmSecondFactor(tx, viewer, request.body.code, now()),
      )
      if (!codes) throw new Problem(400, 'wrong_code', 'This code is not right.')
      return { codes }
    },
  )

  app.delete(
    '/account/second-factor',
    {
      config: { operation: 'account.write' },
      schema: {
        ...described('removeSecondFactor', 'Do without one-time passwords'),
        response: Nothing,
      },
    },
    async (request, reply) => {
      const { accountId, hasSecondFactor, isStrong } = getViewer(request)
      if (hasSecondFactor && !isStrong) {
        throw new Problem(403, 'second_factor_required', 'Give your one-time password first.')
      }
      await removeSecondFactor(db, accountId)
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/account/data',
    {
      config: { operation: 'account.read' },
      schema: {
        ...described('getHeld', 'Everything that is held on oneself'),
        response: { 200: Held.ref, ...problems },
      },
    },
    async (request) => {
      const { accountId: id, email } = getViewer(request)
      return { tables: await readHeld(db, { id, email }) }
    },
  )

  app.delete(
    '/account',
    {
      config: { operation: 'account.write' },
      schema: {
        ...described('eraseAccount', 'Erase oneself'),
        response: Nothing,
      },
    },
    async (request, reply) => {
      const { accountId, hasSecondFactor, isStrong } = getViewer(request)
      if (hasSecondFactor && !isStrong) {
        throw new Problem(403, 'second_factor_required', 'Give your one-time password first.')
      }
      await eraseAccount(db, accountId, now())
      await keepErasures(db, config.DATA_DIR)
      takeSession(reply)
      return reply.code(204).send(null)
    },
  )
}
