import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { named, oneOf } from './schema.ts'

export const problemCodes = [
  'invalid_request',
  'not_signed_in',
  'forbidden',
  'wrong_origin',
  'second_factor_required',
  'wrong_code',
  'not_found',
  'method_not_allowed',
  'conflict',
  'gone',
  'expired',
  'version_changed',
  'version_required',
  'key_reused',
  'too_many_requests',
  'too_large',
  'unsupported_media_type',
  'looks_like_spam',
  'image_unreadable',
  'image_mislabelled',
  'image_too_large',
  'image_too_small',
  'unavailable',
  'internal',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** An outcome the client is told about. Anything else that is thrown is a bug and answers 500. */
export class Problem extends Error {
  override name = 'Problem'
  readonly status: number
  readonly code: ProblemCode
  readonly fields: Record<string, string> | undefined

  constructor(status: number, code: ProblemCode, message: string, fields?: Record<string, string>) {
    super(message)
    this.status = status
    this.code = code
    this.fields = fields
  }
}

export const notFound = (what: string) => new Problem(404, 'not_found', `${what} does not exist.`)

export const gone = (what: string) => new Problem(410, 'gone', `${what} was erased.`)

/** A 400 that names the parameters that are wrong. */
export function invalid(fields: Record<string, string>): Problem {
  const named = Object.entries(fields).map(([field, message]) => `${field} ${message}`)
  return new Problem(400, 'invalid_request', `${named.join('; ')}.`, fields)
}

const titles: Record<ProblemCode, string> = {
  invalid_request: 'The request is not valid',
  not_signed_in: 'Nobody is signed in',
  forbidden: 'Not allowed',
  wrong_origin: 'The request comes from another site',
  second_factor_required: 'A one-time password is needed',
  wrong_code: 'The code is wrong',
  not_found: 'Not found',
  method_not_allowed: 'This address does not answer this method',
  conflict: 'It does not go together with what is there',
  gone: 'Gone',
  expired: 'Expired',
  version_changed: 'It was changed in the meantime',
  version_required: 'The version is missing',
  key_reused: 'The key was used before',
  too_many_requests: 'Too many requests',
  too_large: 'The request is too large',
  unsupported_media_type: 'The content type is not supported',
  looks_like_spam: 'It looks like spam',
  image_unreadable: 'The image cannot be read',
  image_mislabelled: 'The image is of another format than it says',
  image_too_large: 'The image has too many pixels',
  image_too_small: 'The image is too small',
  unavailable: 'Not available at the moment',
  internal: 'Something went wrong on our side',
}

export const ProblemSchema = named(
  'Problem',
  Type.Object(
    {
      type: Type.String({ format: 'uri-reference', examples: ['about:blank'] }),
      title: Type.String(),
      status: Type.Integer({ minimum: 400, maximum: 599 }),
      detail: Type.String(),
      code: oneOf(problemCodes),
      fields: Type.Optional(
        Type.Record(Type.String(), Type.String(), {
          description: 'What is wrong with each parameter, by its name.',
          examples: [{ limit: 'must be <= 100' }],
        }),
      ),
    },
    { description: 'A problem document after RFC 9457.' },
  ),
)

/** The answers that every route may give, in OpenAPI's words. */
export const problems = {
  '4xx': { description: 'A problem', content: problemContent() },
  '5xx': { description: 'A problem on our side', content: problemContent() },
}

function problemContent() {
  return { 'application/problem+json': { schema: ProblemSchema.ref } }
}

const codesByStatus: Record<number, ProblemCode> = {
  401: 'not_signed_in',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  410: 'gone',
  412: 'version_changed',
  413: 'too_large',
  414: 'too_large',
  415: 'unsupported_media_type',
  428: 'version_required',
  429: 'too_many_requests',
  431: 'too_large',
  503: 'unavailable',
}

function problemDocument({ status, code, message, fields }: Problem) {
  return {
    type: 'about:blank',
    title: titles[code],
    status,
    detail: message,
    code,
    ...(fields && { fields }),
  }
}

/** Makes every error of the API a problem document. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler(toReply)

  app.setNotFoundHandler(({ method, url }, reply) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(method)) {
      return sendProblem(reply, notFound(`A resource at ${url.split('?')[0] ?? ''}`))
    }
    void reply.header('allow', 'GET, HEAD')
    return sendProblem(
      reply,
      new Problem(405, 'method_not_allowed', 'Only reads are answered here.'),
    )
  })
}

/** Answers an error: those of the caller with what is wrong, all others without detail. */
export function toReply(
  error: FastifyError | Problem,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const problem = toProblem(error)
  if (problem.status >= 500) request.log.error(error)
  return sendProblem(reply, problem)
}

function sendProblem(reply: FastifyReply, problem: Problem) {
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problemDocument(problem))
}

/** Answers what is not even HTTP, or has too long an address, before there is a request. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? new Problem(431, 'too_large', 'The address or the headers are too long.')
      : new Problem(400, 'invalid_request', 'This is not a request that can be read.')
  const body = JSON.stringify(problemDocument(problem))
  socket.end(
    `HTTP/1.1 ${String(problem.status)} ${STATUS_CODES[problem.status] ?? ''}\r\n` +
      `content-type: application/problem+json\r\ncontent-length: ${String(Buffer.byteLength(body))}\r\n` +
      `connection: close\r\n\r\n${body}`,
  )
}

function toProblem(error: FastifyError | Problem): Problem {
  if (error instanceof Problem) return error
  if (error.validation) return invalid(wrongFields(error.validation))
  const status = error.statusCode ?? 500
  if (status < 400 || status >= 500) {
    return new Problem(500, 'internal', 'The error was logged; please try again later.')
  }
  return new Problem(status, codesByStatus[status] ?? 'invalid_request', error.message)
}

function wrongFields(errors: NonNullable<FastifyError['validation']>): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const { instancePath, keyword, params, message = 'is not valid' } of errors) {
    const name = fieldAt(instancePath)
    switch (keyword) {
      case 'additionalProperties':
        fields[String(params['additionalProperty'])] = 'is not known here'
        break
      case 'required':
        fields[String(params['missingProperty'])] = 'is missing'
        break
      case 'enum':
        fields[name ?? 'request'] =
          `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`
        break
      default:
        fields[name ?? 'request'] ??= message
    }
  }
  return fields
}

/** The field that a path leads to; those of a document and of its texts by their own names. */
export function fieldAt(path: string): string | undefined {
  const [, ...names] = path.split('/')
  const [name, of] = names[0] === 'document' && names.length > 1 ? names.slice(1) : names
  return name === 'texts' && of !== undefined ? `texts.${of}` : name
}
