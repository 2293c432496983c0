import { existsSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { DataFolderInUse, openDatabase, type OpenDatabase } from '@maillage/db'
import { buildApp } from '@maillage/server'
import { readConfig, type Config } from '@maillage/server/config'
import { CLIENT_ADDRESS_HEADER } from '@maillage/server/client'
import { type Jobs, openJobs } from '@maillage/server/jobs'
import { sayError } from '@maillage/server/log'
import { allJobs } from '@maillage/server/all-jobs'
import { prepare } from '@maillage/server/prepare'
import closeWithGrace from 'close-with-grace'
import proxyAddress, { compile } from 'proxy-addr'
import { buildNeeded, buildWeb, webHandler } from './build-web.ts'
import { step, stopping } from './progress.ts'

/** A reason not to start that the reader can do something about. */
class CannotStart extends Error {}

try {
  await start()
} catch (error) {
  // What is under way fails when the database is closed below it; the process ends as it was asked to.
  if (stopping.signal.aborted) await new Promise(() => undefined)
  if (error instanceof CannotStart) console.error(`\n${error.message}\n`)
  else console.error(error instanceof Error ? sayError(error) : error)
  process.exit(1)
}

async function start(): Promise<void> {
  const config = configure()
  await refuseTakenPort(config)
  const database = await open(config)
  const closing: (() => Promise<unknown>)[] = [() => database.close()]
  closeWithGrace({ delay: 10_000, logger: false }, async ({ err: error }) => {
    stopping.abort()
    if (error) console.error(sayError(error))
    for (const close of closing) await close()
  })

  // Whoever started this is gone, however it went: `scripts/boot.mjs` holds the other end.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))

  if (await buildNeeded()) await step('Building the pages', buildWeb)
  await prepare(database, config, step)

  const jobs = await openJobs(database.db, {
    onerror: (error) => {
      console.error('Jobs:', sayError(error).message)
    },
  })
  closing.unshift(() => jobs.stop())
  const app = await serve(config, database, jobs)
  closing.unshift(() => app.close())
  await jobs.work(allJobs({ db: database.db, config, jobs, now: () => new Date() }))
  const address = config.PUBLIC_URL ?? `http://${config.HOST}:${String(config.PORT)}`
  console.log(`\n  Maillage is ready: open ${address}\n  Stop it with Ctrl-C.\n`)
}

function configure(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    throw new CannotStart(error instanceof Error ? error.message : String(error))
  }
}

/** Said before anything takes long; when it is our own data folder that is in use, `open` says the better reason. */
async function refuseTakenPort(config: Config): Promise<void> {
  const folderMayBeInUse = !config.DATABASE_URL && existsSync(join(config.DATA_DIR, 'process'))
  if (folderMayBeInUse) return
  const probe = createServer()
  await listen(probe, config)
  await new Promise((resolve) => probe.close(resolve))
}

async function open(config: Config): Promise<OpenDatabase> {
  const onexit = () => {
    console.error('\nThe embedded database ended unexpectedly. Start again: the data is kept.\n')
    process.exit(1)
  }
  try {
    return await step('Opening the database', (tell) =>
      openDatabase({
        databaseUrl: config.DATABASE_URL,
        dataDir: config.DATA_DIR,
        onprogress: (stage) => {
          tell(
            stage === 'creating'
              ? 'creating it, about ten seconds'
              : 'bringing the tables up to date',
          )
        },
        onexit,
      }),
    )
  } catch (error) {
    if (error instanceof DataFolderInUse) {
      throw new CannotStart(
        `${config.DATA_DIR} is in use by another Maillage (process ${error.message}). ` +
          'Stop that one first, or set DATA_DIR and PORT to start a second.',
      )
    }
    if (config.DATABASE_URL && error instanceof Error && 'code' in error) {
      throw new CannotStart(
        `DATABASE_URL: the server cannot be used (${String(error.code)}: ${error.message}).`,
      )
    }
    throw error
  }
}

/** SvelteKit in front, the API behind: `/api` goes to Fastify, all else to the pages. */
async function serve(config: Config, database: OpenDatabase, jobs: Jobs) {
  const own = new URL(config.PUBLIC_URL ?? `http://${config.HOST}:${String(config.PORT)}`)
  const loopback = ['0.0.0.0', '::'].includes(config.HOST) ? '127.0.0.1' : config.HOST
  process.env['API_URL'] =
    `http://${loopback.includes(':') ? `[${loopback}]` : loopback}:${String(config.PORT)}/api`
  // adapter-node assumes https, and would refuse forms where it is not.
  process.env['PROTOCOL_HEADER'] = 'x-forwarded-proto'
  process.env['HOST_HEADER'] = 'x-forwarded-host'
  // Pictures come through forms too, with a little around them.
  process.env['BODY_SIZE_LIMIT'] = '13M'
  process.env['ADDRESS_HEADER'] = CLIENT_ADDRESS_HEADER
  const internalKey = config.INTERNAL_KEY ?? randomBytes(32).toString('base64url')
  process.env['INTERNAL_KEY'] = internalKey
  const isTrusted = compile(config.TRUSTED_PROXIES?.split(/\s*,\s*/) ?? [])
  const { handler } = (await import(pathToFileURL(webHandler).href)) as { handler: RequestListener }

  const app = await buildApp({
    db: database.db,
    config: { ...config, INTERNAL_KEY: internalKey },
    jobs,
    logger: { level: config.LOG_LEVEL },
    serverFactory: (answerApi) =>
      createServer((request, response) => {
        if (/^\/api(?:[/?]|$)/.test(request.url ?? '')) {
          answerApi(request, response)
          return
        }
        request.headers['x-forwarded-proto'] = own.protocol.slice(0, -1)
        request.headers['x-forwarded-host'] = config.PUBLIC_URL
          ? own.host
          : (request.headers.host ?? own.host)
        request.headers[CLIENT_ADDRESS_HEADER] = proxyAddress(request, isTrusted)
        handler(request, response)
      }),
  })
  await app.ready()
  await listen(app.server, config)
  return app
}

function listen(server: Server, { PORT, HOST }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = {
        EADDRINUSE: `Port ${String(PORT)} is taken by another program. Set PORT to another one, for example PORT=${String(PORT + 1)} npm start.`,
        EACCES: `Port ${String(PORT)} needs more rights than this user has. Set PORT to one above 1023.`,
        EADDRNOTAVAIL: `HOST: ${HOST} is not an address of this machine.`,
        ENOTFOUND: `HOST: ${HOST} is not known.`,
      }
      const reason = reasons[error.code ?? '']
      reject(reason ? new CannotStart(reason) : error)
    })
    server.listen(PORT, HOST, resolve)
  })
}
