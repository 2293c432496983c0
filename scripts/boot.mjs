// Runs a script of this project on a machine that has only Node ≥ 20 and npm: installs the dependencies, a current
// Node among them, and hands over to it. Plain JavaScript, because an old Node reads this file.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const { config } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const bin = join(root, 'node_modules', '.bin')
const stamp = join(root, 'node_modules', '.installed')

const manifests = [
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'package.json',
  'db/package.json',
  'server/package.json',
  'web/package.json',
]
const hash = createHash('sha256')
for (const file of manifests) hash.update(readFileSync(join(root, file)))
const wanted = hash.digest('hex')

const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : ''
if (installed !== wanted) {
  console.log('Installing what Maillage needs (once; about half a minute) …')
  const { status, error } = spawnSync(
    process.platform === 'win32' ? 'npx.cmd' : 'npx',
    [
      '-y',
      '--prefer-offline',
      config.pnpm,
      'install',
      '--frozen-lockfile',
      '--reporter=append-only',
    ],
    { cwd: root, stdio: 'inherit' },
  )
  if (status !== 0) {
    console.error(
      `Installing failed${error ? `: ${error.message}` : ''}. Is the npm registry reachable? Run the same command again to resume.`,
    )
    process.exit(status ?? 1)
  }
  writeFileSync(stamp, wanted)
}

const packed = join(bin, 'node')
if (!existsSync(packed) && Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Maillage needs Node 24 or newer here (this is ${process.versions.node}): none is packed for ${process.platform} on ${process.arch}.`,
  )
  process.exit(1)
}

const child = spawn(existsSync(packed) ? packed : process.execPath, process.argv.slice(2), {
  cwd: root,
  // Over the channel, the child notices when this process is killed.
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  env: {
    ...process.env,
    PATH: bin + delimiter + process.env.PATH,
    INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
  },
})
// A terminal sends Ctrl-C to the child too; here it only must not end us first.
process.on('SIGINT', () => undefined)
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
// npm passes no signal on when it is killed itself; being adopted tells (`exec` in package.json: no shell between).
const parent = process.ppid
if (process.env.npm_lifecycle_event) {
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM')
  }, 1000).unref()
}
child.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
child.on('exit', (code, signal) => {
  if (signal) process.kill(process.pid, signal)
  else process.exit(code ?? 1)
})
