import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { rolesOf, findSubject } from '../accounts/roles.queries.ts'
import { mayDo } from '../accounts/permissions.rules.ts'
import { clientAddress } from '../http/client.ts'
import type { Context } from '../http/context.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { requireWithin, subnetOf } from '../http/rate-limits.ts'
import { NoQuery } from '../http/schema.ts'
import { encodeImage, MOST_BYTES } from './encode.ts'
import { imageTypes } from './image-kinds.rules.ts'
import {
  countUnused,
  findImage,
  findImageFile,
  findOpenDraft,
  insertImage,
  removeUnused,
  type Uploader,
} from './images.queries.ts'
import { ImageKey, UploadedImage } from './images.schema.ts'

/** The secret of a draft in the browser that began it. */
const DRAFT_COOKIE = '__Host-draft'

/** More than anybody takes pictures for; each costs a second of this machine's work. */
const uploadsOfAddress = { name: 'image-address', times: 60, seconds: 3_600 }
const uploadsOfSubnet = { name: 'image-subnet', times: 300, seconds: 3_600 }

/** More than a document may name; whoever has so many uses some first. */
const MOST_UNUSED = 40

const DraftQuery = Type.Object(
  {
    draft: Type.Optional(
      Type.String({
        pattern: '^MA-[0-9A-Z]{4}-[0-9A-Z]{4}$',
        description: 'The draft that the image is for; a person who is signed in needs none.',
      }),
    ),
  },
  { additionalProperties: false },
)

const YEAR_SECONDS = 31_536_000

/** Uploads of images, and their files. */
export const imageRoutes: FastifyPluginAsyncTypebox<Context> = async (app, { db, now }) => {
  // An upload is the file itself; nothing else is read here.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser([...imageTypes], { parseAs: 'buffer' }, (_, body, done) => {
    done(null, body)
  })

  const draftOf = (request: FastifyRequest, reference: string) =>
    findOpenDraft(
      db,
      reference,
      { token: request.cookies[DRAFT_COOKIE], accountId: request.viewer?.accountId },
      now(),
    )

  async function uploaderOf(request: FastifyRequest, draft?: string): Promise<Uploader> {
    const accountId = request.viewer?.accountId ?? null
    if (draft !== undefined) {
      const draftId = await draftOf(request, draft)
      if (draftId === undefined) throw notFound('This draft')
      return { accountId, draftId }
    }
    if (accountId === null) throw new Problem(401, 'not_signed_in', 'Begin a draft, or sign in.')
    return { accountId, draftId: null }
  }

  app.post(
    '/images',
    {
      bodyLimit: MOST_BYTES,
      config: { operation: 'image.upload' },
      schema: {
        operationId: 'uploadImage',
        summary: 'Upload a picture or logo',
        description:
          'The body is the file: JPEG, PNG, WebP or AVIF, at most 12 MB and 50 million pixels. It is re-encoded; ' +
          'nothing but its pixels is kept. A document then names the key, with the alternative text.',
        tags: ['images'],
        querystring: DraftQuery,
        body: {
          content: Object.fromEntries(
            imageTypes.map((type) => [type, { schema: { description: 'The file.' } }]),
          ),
        },
        response: { 201: UploadedImage.ref, ...problems },
      },
    },
    async (request, reply) => {
      const by = await uploaderOf(request, request.query.draft)
      const address = clientAddress(request)
      await requireWithin(db, [
        [uploadsOfAddress, address],
        [uploadsOfSubnet, subnetOf(address)],
      ])
      if ((await countUnused(db, by)) >= MOST_UNUSED) {
        throw new Problem(409, 'conflict', 'Too many images were uploaded and not used.')
      }
      const { body } = request as { body: unknown }
      const encoded = await encodeImage(
        Buffer.isBuffer(body) ? body : Buffer.alloc(0),
        request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '',
      )
      const image = await db.transaction((tx) => insertImage(tx, encoded, by, now()))
      return reply.code(201).send(image)
    },
  )

  app.delete(
    '/images/:key',
    {
      config: { operation: 'image.upload' },
      schema: {
        operationId: 'deleteImage',
        summary: 'Remove an image that no record shows',
        description: 'An image of a record goes with a change of the document that names it.',
        tags: ['images'],
        params: Type.Object({ key: ImageKey }),
        querystring: DraftQuery,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const by = await uploaderOf(request, request.query.draft)
      if (!(await removeUnused(db, request.params.key, by))) throw notFound('This image')
      return reply.code(204).send(null)
    },
  )

  type FoundImage = NonNullable<Awaited<ReturnType<typeof findImage>>>

  /** What is not public is for those who uploaded it, may write the record, or moderate. */
  async function maySee(request: FastifyRequest, image: FoundImage): Promise<boolean> {
    const { viewer } = request
    if (viewer && image.uploadedById === viewer.accountId) return true
    if (image.draftReference !== null) {
      if ((await draftOf(request, image.draftReference)) !== undefined) return true
    }
    if (!viewer) return false
    const feature = image.actorId === null ? 'practices' : 'actors'
    const subject =
      image.slug === null ? undefined : await findSubject(db, feature, image.slug, viewer)
    return mayDo(subject ? 'document.read' : 'review.read', await rolesOf(db, viewer, subject))
  }

  app.get(
    '/images/:key/:width',
    {
      config: { operation: 'image.read' },
      schema: {
        operationId: 'getImage',
        summary: 'An image, at least so wide where there is one, else the widest',
        tags: ['images'],
        params: Type.Object({
          key: ImageKey,
          width: Type.Integer({ minimum: 1, maximum: 10_000 }),
        }),
        querystring: NoQuery,
        produces: ['image/webp'],
        response: {
          200: {
            description: 'The file',
            content: {
              'image/webp': { schema: Type.Unsafe<Buffer>({ type: 'string', format: 'binary' }) },
            },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { key, width } = request.params
      const image = await findImage(db, key)
      if (!image || !(image.isPublic || (await maySee(request, image)))) {
        throw notFound('This image')
      }
      const file = await findImageFile(db, image.id, width)
      if (!file) throw notFound('This image')
      return reply
        .header(
          'cache-control',
          image.isPublic
            ? `public, max-age=${String(YEAR_SECONDS)}, immutable`
            : 'private, no-store',
        )
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('content-disposition', 'inline')
        .type(file.mediaType)
        .send(file.bytes)
    },
  )
}
