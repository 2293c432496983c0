import { BlockList, isIPv4 } from 'node:net'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { type Config, isOwnMachine } from '../config.ts'
import { clientAddress } from '../http/client.ts'
import type { Context } from '../http/context.ts'
import { notFound, problems } from '../http/problem.ts'
import { NoQuery } from '../http/schema.ts'
import { composeMail } from './compose-mail.ts'
import { listShownMails, listTroubledMails, sendAgain } from './mail.queries.ts'
import { ShownMails, TroubledMails } from './mail.schema.ts'

export const mailRoutes: FastifyPluginAsyncTypebox<Context> = async (app, { db, config, jobs }) => {
  app.get(
    '/mails',
    {
      config: { operation: 'instance.write' },
      schema: {
        operationId: 'listTroubledMails',
        summary: 'Mails that could not be sent, or may not have arrived',
        tags: ['instance'],
        querystring: NoQuery,
        response: { 200: TroubledMails.ref, ...problems },
      },
    },
    async () => ({ items: await listTroubledMails(db) }),
  )

  app.post(
    '/mails/:id/attempts',
    {
      config: { operation: 'instance.write' },
      schema: {
        operationId: 'sendMailAgain',
        summary: 'Send a mail that may not have arrived once more',
        tags: ['instance'],
        params: Type.Object({ id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
        querystring: NoQuery,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async ({ params: { id } }, reply) => {
      if (!(await sendAgain(db, jobs, id))) throw notFound('A mail that is uncertain')
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/mails/shown',
    {
      config: { operation: 'mail.try' },
      schema: {
        operationId: 'listShownMails',
        summary: 'What would have been sent: only on one’s own machine, without a mail server',
        tags: ['instance'],
        querystring: NoQuery,
        response: { 200: ShownMails.ref, ...problems },
      },
    },
    async (request) => {
      if (!isAtHome(request, config)) throw notFound('This page')
      const items = await listShownMails(db)
      return {
        items: items.map(({ id, address, template, language, params, createdAt }) => ({
          id,
          to: address,
          createdAt,
          ...composeMail({ template, language, params: params as Record<string, string> }),
        })),
      }
    },
  )
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')
const homeNames = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Nobody but who sits at the machine: no mail server, nothing listens beyond it, and nobody asks from beyond it. */
function isAtHome(request: FastifyRequest, config: Config): boolean {
  const from = clientAddress(request)
  const passedOn = ['forwarded', 'x-forwarded-for', 'via'].some((name) => request.headers[name])
  return (
    config.SMTP_URL === undefined &&
    isOwnMachine(config) &&
    !passedOn &&
    homeNames.has(new URL(`http://${request.headers.host ?? ''}`).hostname) &&
    loopback.check(from, isIPv4(from) ? 'ipv4' : 'ipv6')
  )
}
