import { describe, expect } from 'vitest'
import { anActor } from '../factories.ts'
import { test } from '../testing.ts'
import { Kept } from './kept.ts'

describe('kept answers', () => {
  test('are found once for a version of the data, also by two at once', async ({ db }) => {
    const kept = new Kept()
    let found = 0
    const ask = () => kept.get(db, ['same'], () => Promise.resolve({ found: ++found }))
    expect(await Promise.all([ask(), ask()])).toEqual([{ found: 1 }, { found: 1 }])
    expect(await ask()).toEqual({ found: 1 })
    await anActor(db)
    expect(await ask()).toEqual({ found: 2 })
  })

  test('take no more memory than they may, however many or large they are', async ({ db }) => {
    const kept = new Kept({ mostBytes: 100_000 })
    const found: string[] = []
    const ask = (question: string, letters: number) =>
      kept.get(db, [question], () => {
        found.push(question)
        return Promise.resolve({ text: 'x'.repeat(letters) })
      })
    await ask('large', 1_000_000)
    expect((await ask('large', 1_000_000)).text).toHaveLength(1_000_000)
    expect(found).toEqual(['large', 'large'])
    for (const question of ['a', 'b', 'c', 'c', 'b', 'a']) await ask(question, 20_000)
    expect(found.slice(2)).toEqual(['a', 'b', 'c', 'a'])
  })

  test('nobody is asked whether they may find what is kept, and what failed is not', async ({
    db,
  }) => {
    const kept = new Kept()
    let asked = 0
    const mayFind = () => (++asked === 1 ? Promise.reject(new Error('refused')) : Promise.resolve())
    const ask = () => kept.get(db, ['question'], () => Promise.resolve({ is: 'found' }), mayFind)
    await expect(ask()).rejects.toThrow('refused')
    expect(await ask()).toEqual({ is: 'found' })
    await ask()
    expect(asked).toBe(2)

    const failing = () => kept.get(db, ['failing'], () => Promise.reject(new Error('failed')))
    await expect(failing()).rejects.toThrow('failed')
    expect(await kept.get(db, ['failing'], () => Promise.resolve({ now: true }))).toEqual({
      now: true,
    })
  })
})
