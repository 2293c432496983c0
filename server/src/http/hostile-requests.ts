import fc, { type Arbitrary } from 'fast-check'

/** Part of a JSON Schema, as OpenAPI has it. */
interface Schema {
  $ref?: string
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  patternProperties?: Record<string, Schema>
  items?: Schema
  pattern?: string
  format?: string
  minLength?: number
}

interface Parameter {
  name: string
  in: string
  schema: Schema
}

interface Document {
  paths: Record<
    string,
    Record<
      string,
      {
        operationId: string
        parameters?: Parameter[]
        requestBody?: { content: Record<string, { schema: Schema }> }
      }
    >
  >
  components: { schemas: Record<string, Schema> }
}

/** A route that writes, as the published document has it. */
export interface WritingRoute {
  operationId: string
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  query: Parameter[]
  contentTypes: string[]
  body: Schema | undefined
}

/** A request as it goes out: the payload is text, because much of it is no JSON. */
export interface HostileRequest {
  /** Raw, percent-encoded already. */
  params: Record<string, string>
  query: string
  contentType: string | undefined
  payload: string | Buffer | undefined
  who: number
  ifMatch: string | undefined
  idempotencyKey: string | undefined
}

/** All routes that write, out of the document; a new one is there by itself. */
export function writingRoutes(document: Document): WritingRoute[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([verb]) => ['post', 'put', 'patch', 'delete'].includes(verb))
      .map(([verb, { operationId, parameters = [], requestBody }]) => ({
        operationId,
        method: verb.toUpperCase() as WritingRoute['method'],
        path,
        query: parameters.filter((parameter) => parameter.in === 'query'),
        contentTypes: Object.keys(requestBody?.content ?? {}),
        body: requestBody?.content['application/json']?.schema,
      })),
  )
}

const hostileTexts = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfffy',
  '\u202e\u2066',
  '\ufeff',
  '__proto__',
  'constructor',
  'null',
  'undefined',
  'NaN',
  '-1',
  '1e999',
  '9'.repeat(400),
  "'; drop table actors; --",
  "\\'; select pg_sleep(5); --",
  '$1',
  '%s%n%00',
  '../../../etc/passwd',
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  'a@b.c\r\nBcc: all@people.example',
  'ana@people.example',
  'https://group.example/',
  'javascript:alert(1)',
  '2026-13-45',
  '0000-00-00',
  '99999-01-01',
  '2026-02-30T25:61:61Z',
  'z'.repeat(3_000),
  '\u{1f600}'.repeat(2_000),
  'é'.repeat(30_000),
  'ﷺ'.repeat(9_000),
  '\n'.repeat(5_000),
] as const

const hostileNumbers = [
  0,
  -0,
  -1,
  1.5,
  2 ** 31 - 1,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  2 ** 63,
  1e308,
  5e-324,
] as const

const hostileText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
)

const deep = (depth: number, open: string, close: string) =>
  open.repeat(depth) + close.repeat(depth)

const hostileValue: Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 2, arbitrary: fc.constantFrom(...hostileNumbers) },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, [], {}, [[]], [null], [{}]) },
  { weight: 1, arbitrary: fc.constant(JSON.parse(deep(200, '[', ']')) as unknown) },
  { weight: 1, arbitrary: fc.constant(Array.from({ length: 3_000 }, (_, index) => index)) },
  {
    weight: 1,
    arbitrary: fc.constant(
      Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${String(index)}`, index])),
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
)

const ofFormat: Record<string, Arbitrary<string>> = {
  date: fc.constantFrom('2026-01-31', '2026-02-30', '9999-12-31', '0001-01-01'),
  'date-time': fc.constantFrom('2026-01-31T10:00:00Z', '-271821-04-20T00:00:00Z'),
  email: fc.constantFrom('ana@people.example', `${'a'.repeat(64)}@${'b'.repeat(180)}.example`),
  uri: fc.constantFrom('https://group.example/', 'https://[::1]:0/', 'http://x.example/%00'),
  uuid: fc.uuid(),
}

/** A value that is nearly, or quite, as the schema wants it; most of what is hostile is refused before. */
function near(schema: Schema | undefined, document: Document, depth = 0): Arbitrary<unknown> {
  if (!schema || depth > 6) return hostileValue
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return near(document.components.schemas[name], document, depth + 1)
  }
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => near(choice, document, depth + 1)))
  const [type, other] = [schema.type].flat()
  if (other === 'null') {
    return fc.oneof(fc.constant(null), near({ ...schema, type: type ?? 'string' }, document, depth))
  }
  switch (type) {
    case 'string':
      return nearText(schema)
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer({ min: 0, max: 50 }), fc.constantFrom(...hostileNumbers))
    case 'boolean':
      return fc.boolean()
    case 'array':
      return fc.array(near(schema.items, document, depth + 1), { maxLength: 3 })
    case 'object':
      return nearObject(schema, document, depth)
    default:
      return hostileValue
  }
}

function nearText({ pattern, format, minLength = 0 }: Schema): Arbitrary<string> {
  const plain = fc
    .constantFrom('Ana', 'Two words', 'en', 'cries', '2024', '{0}', 'a\u0301', '\u{1f600}')
    .map((text) => text.padEnd(minLength, '.'))
  const options: Arbitrary<string>[] = [plain]
  const formatted = ofFormat[format ?? '']
  if (formatted) options.push(formatted)
  if (pattern) {
    try {
      options.push(fc.stringMatching(new RegExp(pattern, 'u'), { maxLength: 200 }))
    } catch {
      // A pattern that the generator does not know; plain texts do.
    }
  }
  return fc.oneof(
    { weight: 8, arbitrary: fc.oneof(...options) },
    { weight: 1, arbitrary: fc.constantFrom(...hostileTexts) },
  )
}

function nearObject(schema: Schema, document: Document, depth: number): Arbitrary<object> {
  const { properties = {}, required = [], additionalProperties, patternProperties = {} } = schema
  const entries = Object.entries(properties).map(
    ([name, property]) => [name, near(property, document, depth + 1)] as const,
  )
  const known = fc.record(Object.fromEntries(entries), {
    requiredKeys: required.filter((name) => name in properties),
  })
  const values = [additionalProperties, ...Object.values(patternProperties)].find(
    (each) => typeof each === 'object',
  )
  if (!values) return known
  const free = fc.dictionary(
    fc.constantFrom('en', 'fr', 'xx', ''),
    near(values, document, depth + 1),
    { maxKeys: 3 },
  )
  return fc.tuple(known, free).map(([one, two]) => ({ ...two, ...one }))
}

const extraKeys = ['id', 'status', 'role', 'version', 'accountId', 'email', 'a\0', '\ud800', '']

/** Spoils a value somewhere, or adds what nobody asked for. */
const spoilt = (value: unknown, where: number[], by: unknown, key: string): unknown => {
  if (typeof value !== 'object' || value === null) return by
  const keys = Object.keys(value)
  const [first = 0, ...rest] = where
  if (keys.length === 0 || first % 5 === 0) {
    return Array.isArray(value) ? [...(value as unknown[]), by] : { ...value, [key]: by }
  }
  const chosen = keys[first % keys.length] ?? ''
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<
    string,
    unknown
  >
  copy[chosen] = rest.length > 0 ? spoilt(copy[chosen], rest, by, key) : by
  return copy
}

const asJson = (value: unknown) => JSON.stringify(value) as string | undefined

const rawPayloads = [
  '',
  '{',
  '[',
  '{"a":',
  '{"a":1,}',
  '{"a":01}',
  '{"a":1e999}',
  `{"a":${'9'.repeat(5_000)}}`,
  `{"a":-0.${'0'.repeat(5_000)}1}`,
  '\ufeff{}',
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '{"a":1,"a":2,"a":{"a":3}}',
  '{"name":"one","name":null,"name":["two"]}',
  deep(5_000, '[', ']'),
  '{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000),
  '{"a":"\\u0000"}',
  '{"a":"\\ud800"}',
  '{"\\u0000":1}',
  'null',
  'true',
  '"text"',
  '0',
  '\0',
  '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
  `{"a":"${'x'.repeat(1_100_000)}"}`,
]

const rawBytes = [
  Buffer.from([0xff, 0xfe, 0x7b, 0x00]),
  Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
  Buffer.from([0x1f, 0x8b, 8, 0]),
]

const wrongTypes = [
  'text/plain',
  'text/html',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/json; charset=utf-7',
  'application/vnd.api+json',
  'image/png',
  'APPLICATION/JSON',
  '/',
  'application/json\tfoo',
]

const hostileParam = fc.oneof(
  hostileText.map((text) => {
    try {
      return encodeURIComponent(text.slice(0, 250))
    } catch {
      return '%ED%A0%80'
    }
  }),
  fc.constantFrom('%00', '%', '%ff', '%2e%2e%2f', '..', '-1', '0', '2147483648', '1e3', '%0d%0a'),
)

interface RequestOptions {
  document: Document
  /** What stands for a parameter of the address, where there is something real. */
  real: (path: string, name: string) => readonly string[]
  /** How many sessions to choose from. */
  people: number
}

/** Requests to a route, hostile in all the ways that we know. */
export function hostileRequests(
  route: WritingRoute,
  { document, real, people }: RequestOptions,
): Arbitrary<HostileRequest> {
  const names = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const params = fc.record(
    Object.fromEntries(
      names.map((name) => {
        const there = real(route.path, name)
        return [
          name,
          there.length > 0
            ? fc.oneof(
                { weight: 9, arbitrary: fc.constantFrom(...there) },
                { weight: 1, arbitrary: hostileParam },
              )
            : hostileParam,
        ]
      }),
    ),
  )
  const plain = near(route.body, document)
  const json = fc.oneof(
    { weight: 6, arbitrary: plain.map(asJson) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(
          plain,
          fc.array(fc.nat(40), { minLength: 1, maxLength: 5 }),
          hostileValue,
          fc.constantFrom(...extraKeys),
        )
        .map(([value, where, by, key]) => asJson(spoilt(value, where, by, key))),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(plain, fc.nat(400))
        .map(([value, length]) => asJson(value)?.slice(0, length)),
    },
    { weight: 1, arbitrary: hostileValue.map(asJson) },
    { weight: 1, arbitrary: fc.constantFrom(...rawPayloads) },
  )
  const payload = fc.oneof(
    { weight: 12, arbitrary: json },
    { weight: 1, arbitrary: fc.constantFrom(...rawBytes) },
    { weight: route.body ? 1 : 6, arbitrary: fc.constant(undefined) },
  )
  const usual = route.contentTypes.length > 0 ? route.contentTypes : ['application/json']
  const query = fc.oneof(
    { weight: 5, arbitrary: fc.constant('') },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          fc.constantFrom('x', 'lang', '__proto__', ...route.query.map(({ name }) => name)),
          hostileParam,
        )
        .map(([name, value]) => `?${name}=${value}`),
    },
  )
  return fc.record({
    params,
    query,
    contentType: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...usual) },
      { weight: 1, arbitrary: fc.constantFrom(undefined, ...wrongTypes) },
    ),
    payload,
    who: fc.nat(people - 1),
    ifMatch: fc.constantFrom('*', '*', '*', '"v1"', '"v2"', 'x', '', undefined),
    idempotencyKey: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      'the-same-key',
      'x',
      'k'.repeat(201),
      'é'.repeat(9),
    ),
  })
}
