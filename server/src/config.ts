import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Type, { type Static } from 'typebox'
import Value from 'typebox/value'

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** What can be set by environment variables; each description ends the sentence “NAME must be …”. */
export const Environment = Type.Object({
  PORT: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: 3000,
    description: 'a port number from 0 to 65535',
  }),
  HOST: Type.String({
    pattern: '^[^\\s/]+$',
    default: '127.0.0.1',
    description: 'a host name or IP address',
  }),
  DATA_DIR: Type.String({ minLength: 1, default: '.data', description: 'a folder' }),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://.+',
      description:
        'the address of a PostgreSQL server: postgres://user:password@host:port/database',
    }),
  ),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^\\s/]+$',
      description: 'an address without a path, such as https://maillage.example',
    }),
  ),
  SMTP_URL: Type.Optional(
    Type.String({
      pattern: '^smtps?://[^\\s/]+(/\\S*)?$',
      description: 'the address of a mail server: smtp://user:password@host:587',
    }),
  ),
  MAIL_FROM: Type.Optional(
    Type.String({
      pattern: '^([^<>@\\r\\n]+ <[^<>@\\s]+@[^<>@\\s]+>|[^<>@\\s]+@[^<>@\\s]+)$',
      description: 'the sender of mails, such as Maillage <maillage@example.org>',
    }),
  ),
  TILE_URL: Type.Optional(
    Type.String({
      pattern: '^https?://\\S*\\{z\\}\\S*$',
      description: 'an address of tiles with {z}, {x} and {y} in it',
    }),
  ),
  TILE_ATTRIBUTION: Type.Optional(
    Type.String({ maxLength: 500, description: 'at most 500 characters' }),
  ),
  PMTILES_FILE: Type.Optional(
    Type.String({ pattern: '\\.pmtiles$', description: 'the path of a .pmtiles file' }),
  ),
  PMTILES_URL: Type.Optional(
    Type.String({ pattern: '^https?://\\S+$', description: 'the address of a .pmtiles file' }),
  ),
  GEOCODER_URL: Type.Optional(
    Type.String({
      pattern: '^https?://\\S+$',
      description: 'the address of a search that answers as Nominatim does',
    }),
  ),
  LOG_LEVEL: Type.Unsafe<(typeof logLevels)[number]>({
    type: 'string',
    enum: [...logLevels],
    default: 'warn',
    description: `one of ${logLevels.join(', ')}`,
  }),
  TRUSTED_PROXIES: Type.Optional(
    Type.String({
      pattern: '^[^\\s,]+(\\s*,\\s*[^\\s,]+)*$',
      description: 'addresses or networks of proxies in front, such as 10.0.0.0/8, or loopback',
    }),
  ),
  INTERNAL_KEY: Type.Optional(
    Type.String({ minLength: 32, description: 'a secret of at least 32 characters' }),
  ),
  DEMO_DATA: Type.Optional(Type.Boolean({ description: 'true or false' })),
})

type Variables = Static<typeof Environment>

export type Config = Variables & { DEMO_DATA: boolean }

/** Reads the configuration, or throws an error whose message says which variable is wrong and how. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const variables: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(Environment.properties)) {
    const text = valueOf(environment, name)
    const value =
      text === undefined ? (schema as { default?: unknown }).default : convert(text, schema)
    if (value === undefined) continue
    if (!Value.Check(schema, value)) {
      const { description } = schema as { description?: string }
      // An address may hold a password, which belongs in no log.
      const found = secrets.includes(name) ? 'which it is not' : `not “${String(text)}”`
      throw new Error(`${name} must be ${description ?? 'valid'}, ${found}.`)
    }
    variables[name] = value
  }
  const config = variables as Variables
  const password = fileContent(environment, 'DATABASE_PASSWORD_FILE')
  if (config.DATABASE_URL && password) {
    const address = new URL(config.DATABASE_URL)
    address.password = encodeURIComponent(password)
    config.DATABASE_URL = address.href
  }
  // With a server too: what was erased is noted there.
  if (!isWritableFolder(config.DATA_DIR)) {
    throw new Error(`DATA_DIR must be a folder that can be written to, not “${config.DATA_DIR}”.`)
  }
  if (config.SMTP_URL && !config.MAIL_FROM) {
    const { description } = Environment.properties.MAIL_FROM as { description?: string }
    throw new Error(`MAIL_FROM must be ${description ?? 'set'}, where SMTP_URL is set.`)
  }
  return { ...config, DEMO_DATA: config.DEMO_DATA ?? config.DATABASE_URL === undefined }
}

/** Where people reach this instance, for links in mails: never taken from a request, which may name any host. */
export function siteUrl({ PUBLIC_URL, HOST, PORT }: Config): string {
  const name = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[HOST] ?? HOST
  return (
    PUBLIC_URL ??
    `http://${name.includes(':') && !name.startsWith('[') ? `[${name}]` : name}:${String(PORT)}`
  )
}

const homeNames = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Whether nobody can reach this instance but who sits at its machine: it listens there only, and is known by no other name. */
export function isOwnMachine(config: Config): boolean {
  const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST
  return homeNames.has(host) && homeNames.has(new URL(siteUrl(config)).hostname)
}

/** Variables that no message repeats, and that can be read from a file. */
const secrets = ['DATABASE_URL', 'INTERNAL_KEY', 'SMTP_URL']

/** The variable itself, or the content of the file that `DATABASE_URL_FILE` names, as secrets are given. */
function valueOf(
  environment: Record<string, string | undefined>,
  name: string,
): string | undefined {
  const value = environment[name]?.trim()
  if (value) return value
  return secrets.includes(name) ? fileContent(environment, `${name}_FILE`) : undefined
}

function fileContent(
  environment: Record<string, string | undefined>,
  name: string,
): string | undefined {
  const file = environment[name]?.trim()
  if (!file) return undefined
  try {
    return readFileSync(file, 'utf8').trim() || undefined
  } catch {
    throw new Error(`${name} must be a file that can be read, not “${file}”.`)
  }
}

/** Whether a folder is there and can be written to, or can be made where it is to be. */
function isWritableFolder(path: string): boolean {
  let nearest = resolve(path)
  while (!existsSync(nearest)) nearest = dirname(nearest)
  try {
    accessSync(nearest, constants.W_OK)
    return statSync(nearest).isDirectory()
  } catch {
    return false
  }
}

function convert(text: string, schema: object): unknown {
  const { type } = schema as { type?: unknown }
  if (type === 'integer') return /^\d+$/.test(text) ? Number(text) : text
  if (type === 'boolean') return { true: true, false: false }[text] ?? text
  return text
}
