import { readFileSync } from 'node:fs'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import type { LightMyRequestResponse } from 'fastify'

interface Operation {
  responses: Record<string, { content?: Record<string, unknown> }>
}

interface Document {
  paths: Record<string, Record<string, Operation | undefined>>
}

const document = JSON.parse(
  readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'),
) as Document

const ajv = new Ajv2020({ strict: false, allErrors: true })
formats.default(ajv)
ajv.addSchema({ $id: 'openapi', ...document })

const validators = new Map<string, ValidateFunction>()

/** Throws if an answer of the API is not what the published document says. */
export function expectPromised(
  method: string,
  path: string,
  { statusCode, headers, body }: LightMyRequestResponse,
): void {
  const type = (headers['content-type'] ?? '').split(';')[0] ?? ''
  const template = Object.keys(document.paths)
    // Fixed addresses before those with a parameter.
    .sort((one, other) => one.split('{').length - other.split('{').length)
    .find((each) => matches(each, path))
  if (!template || body === '' || !type.endsWith('json')) return

  const verb = method === 'HEAD' ? 'get' : method.toLowerCase()
  const operation = document.paths[template]?.[verb]
  if (!operation) return
  const { responses } = operation
  const status = responses[statusCode] ? String(statusCode) : `${String(statusCode)[0] ?? ''}XX`
  if (!responses[status]?.content?.[type]) {
    throw new Error(`${template} promises no ${type} with status ${String(statusCode)}`)
  }
  const pointer = ['paths', template, verb, 'responses', status, 'content', type, 'schema']
  const reference = `openapi#/${pointer.map(escaped).join('/')}`
  const validate = validators.get(reference) ?? ajv.compile({ $ref: reference })
  validators.set(reference, validate)
  if (!validate(JSON.parse(body))) {
    throw new Error(`${path} breaks its promise: ${ajv.errorsText(validate.errors)}`)
  }
}

const matches = (template: string, path: string) =>
  new RegExp(`^/api${template.replace(/\{\w+\}/g, '[^/]+')}/?$`).test(path)

const escaped = (part: string) =>
  encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
