import { randomBytes } from 'node:crypto'
import { spawn, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'

const root = fileURLToPath(new URL('..', import.meta.url))
const apiPort = '3001'
// The API believes its own pages about who the visitor is.
process.env['INTERNAL_KEY'] ??= randomBytes(32).toString('base64url')

const api = start('node', ['--watch', '--watch-preserve-output', 'server/src/main.ts'], root, {
  PORT: process.env['API_PORT'] ?? apiPort,
  PUBLIC_URL:
    process.env['PUBLIC_URL'] ??
    `http://${process.env['HOST'] ?? '127.0.0.1'}:${process.env['PORT'] ?? '3000'}`,
})
const web = start(
  'vite',
  ['dev', '--host', process.env['HOST'] ?? '127.0.0.1', '--port', process.env['PORT'] ?? '3000'],
  join(root, 'web'),
  {
    API_URL: `http://127.0.0.1:${process.env['API_PORT'] ?? apiPort}/api`,
  },
)

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    stop()
  })
for (const child of [api, web]) child.on('exit', stop)

function start(
  command: string,
  args: string[],
  cwd: string,
  env: Record<string, string>,
): ChildProcess {
  const path = `${join(root, 'web/node_modules/.bin')}:${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`
  return spawn(command, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, PATH: path, ...env },
  })
}

function stop(): void {
  for (const child of [api, web]) if (child.exitCode === null) child.kill('SIGTERM')
}
