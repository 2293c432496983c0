import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { takeFileLock } from '@maillage/db/file-lock'

const root = fileURLToPath(new URL('..', import.meta.url))
const web = join(root, 'web')
const stamp = join(web, 'build', '.stamp')

/** What SvelteKit built, for `import()`. */
export const webHandler = join(web, 'build', 'handler.js')

async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256')
  const files = await Array.fromAsync(
    glob(['pnpm-lock.yaml', 'web/{src,static,scripts}/**', 'web/*.{ts,json}'], {
      cwd: root,
      withFileTypes: true,
    }),
  )
  const names = files
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
  for (const name of names.sort()) hash.update(name.slice(root.length)).update(await readFile(name))
  return hash.digest('hex')
}

/** The hash that the next build is stamped with, or nothing when the last build is of these sources. */
export async function buildNeeded(): Promise<string | undefined> {
  const wanted = await sourcesHash()
  const built = existsSync(stamp) ? await readFile(stamp, 'utf8') : ''
  return built === wanted ? undefined : wanted
}

/** Builds the pages, unless another process has meanwhile. Throws with the output of Vite. */
export async function buildWeb(): Promise<void> {
  await alone(join(root, 'node_modules', '.building'), async () => {
    const hash = await buildNeeded()
    if (hash) await build(hash)
  })
}

/** Does one thing at a time of those with the same lock, whichever process they are of. */
export async function alone(lockFile: string, work: () => Promise<void>): Promise<void> {
  const lock = await takeFileLock(lockFile)
  try {
    await work()
  } finally {
    lock?.release()
  }
}

/** A build that was cut off is not stamped and is made again. */
async function build(hash: string): Promise<void> {
  await rm(stamp, { force: true })
  const vite = spawn(join(web, 'node_modules', '.bin', 'vite'), ['build'], {
    cwd: web,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  let output = ''
  for (const stream of [vite.stdout, vite.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    vite.on('error', reject)
    vite.on('exit', resolve)
  })
  if (code !== 0) throw new Error(`The pages could not be built:\n${output}`)
  await writeFile(stamp, hash)
}
