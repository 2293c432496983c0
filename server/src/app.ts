import cors from '@fastify/cors'
import etag from '@fastify/etag'
import swagger from '@fastify/swagger'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyServerOptions } from 'fastify'
import { checkAccess } from './accounts/access.ts'
import { accountRoutes } from './accounts/accounts.routes.ts'
import { accountSchemas } from './accounts/accounts.schema.ts'
import { signInRoutes } from './accounts/sign-ins.routes.ts'
import { moderatorRoutes } from './accounts/moderators.routes.ts'
import { moderatorSchemas } from './accounts/moderators.schema.ts'
import { adoptionRoutes } from './adoptions/adoptions.routes.ts'
import { adoptionSchemas } from './adoptions/adoptions.schema.ts'
import { ActorDocument } from './actors/actor-document.schema.ts'
import { actorRoutes } from './actors/actors.routes.ts'
import { actorSchemas } from './actors/actors.schema.ts'
import { claimRoutes } from './claims/claims.routes.ts'
import { claimSchemas } from './claims/claims.schema.ts'
import { CollaborationDocument } from './collaborations/collaboration-document.schema.ts'
import { collaborationRoutes } from './collaborations/collaborations.routes.ts'
import { collaborationSchemas } from './collaborations/collaborations.schema.ts'
import { configurationRoutes } from './configuration/configuration.routes.ts'
import { contactRoutes } from './contact/contact.routes.ts'
import { contactSchemas } from './contact/contact.schema.ts'
import { pauseRoutes } from './contact/pauses.routes.ts'
import { threadRoutes } from './contact/threads.routes.ts'
import { docsRoutes } from './docs/docs.routes.ts'
import { editorRoutes } from './editors/editors.routes.ts'
import { invitationRoutes } from './editors/invitations.routes.ts'
import { editorSchemas } from './editors/editors.schema.ts'
import { feasibilityRoutes } from './feasibility/feasibility.routes.ts'
import { Feasibility } from './feasibility/feasibility.schema.ts'
import { freshnessRoutes } from './freshness/freshness.routes.ts'
import { freshnessSchemas } from './freshness/freshness.schema.ts'
import { healthRoutes } from './health/health.routes.ts'
import type { Context } from './http/context.ts'
import { type Log, logTo } from './http/log.ts'
import { answerClientError, answerProblems, ProblemSchema, toReply } from './http/problem.ts'
import { sharedSchemas } from './http/schema.ts'
import { refuseUnstorable } from './http/storable.ts'
import { checkOrigin } from './http/writes.ts'
import { duplicateRoutes } from './matching/duplicates.routes.ts'
import { duplicateSchemas } from './matching/duplicates.schema.ts'
import { mergeRoutes } from './moderation/merge.routes.ts'
import { mergeSchemas } from './moderation/merge.schema.ts'
import { reportRoutes } from './moderation/reports.routes.ts'
import { reportSchemas } from './moderation/reports.schema.ts'
import { imageRoutes } from './images/images.routes.ts'
import { imageSchemas } from './images/images.schema.ts'
import { mailRoutes } from './mail/mail.routes.ts'
import { mailSchemas } from './mail/mail.schema.ts'
import { documentRoutes } from './moderation/documents.routes.ts'
import { documentSchemas } from './moderation/documents.schema.ts'
import { reviewRoutes } from './moderation/review.routes.ts'
import { reviewSchemas } from './moderation/review.schema.ts'
import { placeRoutes } from './places/places.routes.ts'
import { placeSchemas } from './places/places.schema.ts'
import { Network } from './network/network.ts'
import { networkRoutes } from './network/network.routes.ts'
import { networkSchemas } from './network/network.schema.ts'
import { PracticeDocument } from './practices/practice-document.schema.ts'
import { practiceRoutes } from './practices/practices.routes.ts'
import { practiceSchemas } from './practices/practices.schema.ts'
import { searchRoutes } from './search/search.routes.ts'
import { searchSchemas } from './search/search.schema.ts'
import { spamRoutes } from './spam/spam.routes.ts'
import { spamSchemas } from './spam/spam.schema.ts'
import { statisticsRoutes } from './statistics/statistics.routes.ts'
import { figureSchemas } from './territories/figures.schema.ts'
import { territoryMapRoutes } from './territories/maps.routes.ts'
import { mapSchemas } from './territories/maps.schema.ts'
import { territoryReportRoutes } from './territories/reports.routes.ts'
import { territoryReportSchemas } from './territories/reports.schema.ts'
import { territoryRoutes } from './territories/territories.routes.ts'
import { whiteSpotRoutes } from './territories/white-spots.routes.ts'
import { whiteSpotSchemas } from './territories/white-spots.schema.ts'
import { suggestionRoutes } from './vocabulary/suggestions.routes.ts'
import { suggestionSchemas } from './vocabulary/suggestions.schema.ts'
import { adopt } from './submissions/confirm-address.ts'
import { draftRoutes } from './submissions/drafts.routes.ts'
import { resumeRoutes } from './submissions/resume.routes.ts'
import { submissionRoutes } from './submissions/submissions.routes.ts'
import { submissionSchemas } from './submissions/submissions.schema.ts'
import { tieRoutes } from './ties/ties.routes.ts'
import { tieSchemas } from './ties/ties.schema.ts'
import { vocabularyRoutes } from './vocabulary/vocabulary.routes.ts'
import { vocabularySchemas } from './vocabulary/vocabulary.schema.ts'

export interface AppOptions
  extends Pick<FastifyServerOptions, 'serverFactory'>, Omit<Context, 'now'> {
  /** Nothing is logged without. */
  logger?: Log
  /** The clock; tests set it. */
  now?: () => Date
}

/** The API with all its features; nothing else knows of them all. */
export async function buildApp({
  db,
  config,
  jobs,
  now = () => new Date(),
  logger,
  ...options
}: AppOptions) {
  const context: Context = { db, config, jobs, now }
  const app = Fastify({
    ...options,
    logger: logTo(logger),
    trustProxy: config.TRUSTED_PROXIES ?? false,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: 'array', allErrors: true } },
    routerOptions: { maxParamLength: 300, ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) => void toReply(error, request, reply),
    clientErrorHandler: answerClientError,
  }).withTypeProvider<TypeBoxTypeProvider>()

  app.decorate('internalKey', config.INTERNAL_KEY)
  answerProblems(app)
  checkOrigin(app, config.PUBLIC_URL)
  refuseUnstorable(app)
  await checkAccess(app, context)
  await app.register(cors, { origin: '*', methods: ['GET', 'HEAD'], maxAge: 86_400 })
  await app.register(etag)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Maillage',
        version: '1',
        description:
          'Actors, practices and collaborations of a network: who works on what, where, and with whom.',
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      },
      servers: [{ url: '/api' }],
      tags: [
        {
          name: 'actors',
          description: 'Organisations and informal groups that act in a territory',
        },
        { name: 'practices', description: 'Ways of working that others can take up' },
        { name: 'collaborations', description: 'Who works with whom' },
        { name: 'network', description: 'The ties of actors as a network, and its figures' },
        { name: 'vocabulary', description: 'Themes and skills' },
        { name: 'places', description: 'Gazetteer and territories' },
        { name: 'territories', description: 'Figures of territories and of drawn areas' },
        { name: 'images', description: 'Pictures and logos' },
        { name: 'accounts', description: 'People who sign in, and what they may do' },
        { name: 'contact', description: 'Messages to actors, without addresses' },
        { name: 'editors', description: 'Who writes for an actor' },
        { name: 'moderation', description: 'Reports, review and history' },
        { name: 'submissions', description: 'What people put here, while they write it' },
        { name: 'instance', description: 'This installation' },
      ],
    },
    refResolver: {
      buildLocalReference: (schema, _, __, index) =>
        typeof schema['$id'] === 'string' ? schema['$id'] : `schema${String(index)}`,
    },
    // Addresses in the document are relative to the server, which names `/api`.
    transform: ({ schema, url }) => ({ schema, url: url.replace(/^\/api/, '') }),
  })

  const network = new Network(context)
  app.addHook('onClose', () => network.close())

  for (const schema of [
    ProblemSchema.schema,
    ...sharedSchemas,
    ...vocabularySchemas,
    ...placeSchemas,
    ...actorSchemas,
    ...practiceSchemas,
    ...adoptionSchemas,
    Feasibility.schema,
    ...collaborationSchemas,
    ...searchSchemas,
    ...networkSchemas,
    ...duplicateSchemas,
    ...accountSchemas,
    ActorDocument.schema,
    PracticeDocument.schema,
    CollaborationDocument.schema,
    ...documentSchemas,
    ...moderatorSchemas,
    ...imageSchemas,
    ...mailSchemas,
    ...reportSchemas,
    ...spamSchemas,
    ...reviewSchemas,
    ...mergeSchemas,
    ...contactSchemas,
    ...editorSchemas,
    ...claimSchemas,
    ...freshnessSchemas,
    ...tieSchemas,
    ...suggestionSchemas,
    ...submissionSchemas,
    ...figureSchemas,
    ...mapSchemas,
    ...whiteSpotSchemas,
    ...territoryReportSchemas,
  ]) {
    app.addSchema(schema)
  }

  app.addHook('onSend', async (_, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'cross-origin',
    })
    if (!reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
    }
    // Always asked again, answered by 304 if nothing changed.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'public, no-cache')
  })

  await app.register(
    async (api) => {
      await api.register(searchRoutes, { db, now })
      await api.register(networkRoutes, { db, network })
      await api.register(duplicateRoutes, { db })
      await api.register(actorRoutes, { db, now })
      await api.register(practiceRoutes, { db })
      await api.register(feasibilityRoutes, { db })
      await api.register(collaborationRoutes, { db })
      await api.register(vocabularyRoutes, { db })
      await api.register(placeRoutes, { db, config })
      await api.register(territoryRoutes, { db })
      await api.register(territoryMapRoutes, { db, now })
      await api.register(whiteSpotRoutes, { db })
      await api.register(territoryReportRoutes, { db })
      await api.register(statisticsRoutes, { db })
      await api.register(configurationRoutes, { db, config })
      await api.register(healthRoutes, { db })
      await api.register(docsRoutes)
      await api.register(signInRoutes, {
        ...context,
        onSignIn: (tx, account) => adopt(tx, account, now()),
      })
      await api.register(accountRoutes, context)
      await api.register(documentRoutes, context)
      await api.register(adoptionRoutes, context)
      await api.register(moderatorRoutes, context)
      await api.register(imageRoutes, context)
      await api.register(mailRoutes, context)
      await api.register(reportRoutes, context)
      await api.register(spamRoutes, context)
      await api.register(reviewRoutes, context)
      await api.register(mergeRoutes, context)
      await api.register(contactRoutes, context)
      await api.register(threadRoutes, context)
      await api.register(pauseRoutes, context)
      await api.register(editorRoutes, context)
      await api.register(invitationRoutes, context)
      await api.register(claimRoutes, context)
      await api.register(freshnessRoutes, context)
      await api.register(tieRoutes, context)
      await api.register(suggestionRoutes, context)
      await api.register(draftRoutes, context)
      await api.register(resumeRoutes, context)
      await api.register(submissionRoutes, context)
    },
    { prefix: '/api' },
  )
  await app.ready()
  return app
}
