import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

interface Start {
  process: ChildProcess
  /** Everything it has printed. */
  printed: () => string
  /** Waits until it has printed this, or ends. */
  prints: (text: string) => Promise<void>
  ended: Promise<number | null>
}

function start(env: Record<string, string>): Start {
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  }
  const prints = async (text: string) => {
    const gone = ended.then((code) => {
      if (!output.includes(text)) throw new Error(`Ended with ${String(code)}, saying: ${output}`)
    })
    const heard = new Promise<void>((resolve) => {
      const listen = setInterval(() => {
        if (!output.includes(text)) return
        clearInterval(listen)
        resolve()
      }, 20)
      void ended.then(() => {
        clearInterval(listen)
      })
    })
    await Promise.race([heard, gone])
  }
  return { process: child, printed: () => output, prints, ended }
}

async function freePort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return String(typeof address === 'object' ? address?.port : 0)
}

describe('npm start', () => {
  test.each([
    ['PORT', 'eighty'],
    ['PUBLIC_URL', 'maillage.example'],
    ['TILE_URL', 'https://tiles.example/'],
    ['DATABASE_URL', 'mysql://localhost'],
    ['DEMO_DATA', 'perhaps'],
  ])('stops with a sentence that names %s when it is %s', async (name, value) => {
    const started = start({ [name]: value })
    expect(await started.ended).toBe(1)
    expect(started.printed()).toMatch(new RegExp(`${name} must be .*\\.`))
    expect(started.printed()).not.toMatch(/\n\s+at /)
  })

  test(
    'starts after a kill at any moment, and keeps its folder to itself',
    { timeout: 300_000 },
    async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'maillage-start-'))
      const env = { DATA_DIR: dataDir, PORT: await freePort() }
      try {
        const moments = [
          { step: 'Opening the database', afterMs: 0 },
          { step: 'Opening the database', afterMs: 3_000 },
          { step: 'Loading the places', afterMs: 500 },
          { step: 'Loading the places', afterMs: 100, isAsked: true },
          { step: 'Loading the demo data', afterMs: 300 },
        ]
        for (const { step, afterMs, isAsked } of moments) {
          const killed = start(env)
          await killed.prints(step)
          await sleep(afterMs)
          killed.process.kill(isAsked ? 'SIGINT' : 'SIGKILL')
          expect(await killed.ended).toBe(isAsked ? 0 : null)
          expect(killed.printed()).not.toMatch(/✖|\n\s+at /)
        }

        const started = start(env)
        await started.prints('Maillage is ready')
        const statistics = await fetch(`http://127.0.0.1:${env.PORT}/api/statistics`)
        expect(await statistics.json()).toEqual({
          actors: 116,
          countries: 26,
          practices: 26,
          collaborations: 20,
        })

        const second = start(env)
        expect(await second.ended).toBe(1)
        expect(second.printed()).toContain(`${dataDir} is in use by another Maillage`)

        started.process.kill('SIGINT')
        expect(await started.ended).toBe(0)

        const again = start(env)
        await again.prints('Maillage is ready')
        again.process.kill('SIGTERM')
        expect(await again.ended).toBe(0)
      } finally {
        await rm(dataDir, { recursive: true, force: true })
      }
    },
  )
})
