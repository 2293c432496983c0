import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, expect } from '@playwright/test'
import { freePort } from './free-port.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface OwnProduct {
  address: string
  /** What the program that filled its data folder has printed. */
  filled: string
  stop: () => Promise<void>
}

/** Starts a product of its own, without demo data, on a data folder that a program of this folder has filled. */
export async function startOwnProduct(
  fill: string,
  environment: Record<string, string> = {},
): Promise<OwnProduct> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-journey-'))
  const filling = spawn(process.execPath, [`web/e2e/${fill}`, folder], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [filled, [code]] = await Promise.all([
    text(filling.stdout),
    once(filling, 'exit') as Promise<[number]>,
  ])
  expect(code).toBe(0)
  const port = String(await freePort())
  const address = `http://127.0.0.1:${port}`
  const product: ChildProcess = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: port,
      HOST: '127.0.0.1',
      DATA_DIR: folder,
      DEMO_DATA: 'false',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await expect(async () => {
    const { ok } = await fetch(`${address}/api/health/ready`)
    expect(ok).toBe(true)
  }).toPass({ timeout: 180_000 })
  return {
    address,
    filled: filled.trim(),
    async stop() {
      product.kill('SIGTERM')
      await once(product, 'exit')
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Gives a browser the session of this secret. */
export const useSession = (context: BrowserContext, secret: string) =>
  context.addCookies([
    {
      name: '__Host-session',
      value: secret,
      domain: '127.0.0.1',
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'Lax',
    },
  ])
