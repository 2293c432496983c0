import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { alone } from './build-web.ts'

test('two that build in one checkout do so one after the other, also after one that failed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-alone-'))
  const happened: string[] = []
  const build = (name: string) =>
    alone(join(folder, 'lock'), async () => {
      happened.push(`${name} begins`)
      await sleep(50)
      happened.push(`${name} ends`)
      if (name === 'a') throw new Error('cut off')
    })
  try {
    const [first, second] = await Promise.allSettled([build('a'), build('b')])
    expect(happened).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
    expect([first.status, second.status]).toEqual(['rejected', 'fulfilled'])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
