import { describe, expect, test } from 'vitest'
import { changeRows, moveRow, readRowChange, readValues, isSame } from './form-values.ts'

function aForm(fields: [string, string][]) {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  return form
}

describe('a form', () => {
  test('becomes words, lists of words and rows, in the order of their numbers', () => {
    const values = readValues(
      aForm([
        ['_version', '3'],
        ['name', 'Casa\r\nVerde'],
        ['themes[]', ''],
        ['themes[]', 'food'],
        ['themes[]', 'energy'],
        ['steps.10.title', 'Last'],
        ['steps.2.title', 'First'],
        ['steps.2.text', ''],
      ]),
    )
    expect(values).toEqual({
      name: 'Casa\nVerde',
      themes: ['food', 'energy'],
      steps: [{ title: 'First', text: '' }, { title: 'Last' }],
    })
  })

  test('without a ticked box says that none is', () => {
    expect(readValues(aForm([['themes[]', '']]))).toEqual({ themes: [] })
  })
})

describe('a button of a row', () => {
  const rows = ['a', 'b', 'c']
  test.each([
    ['add:steps', ['a', 'b', 'c', '']],
    ['remove:steps:1', ['a', 'c']],
    ['up:steps:2', ['a', 'c', 'b']],
    ['up:steps:0', ['a', 'b', 'c']],
    ['down:steps:0', ['b', 'a', 'c']],
    ['down:steps:2', ['a', 'b', 'c']],
    ['remove:steps:7', ['a', 'b', 'c']],
  ])('%s', (button, after) => {
    const change = readRowChange(button)
    expect(change).toBeDefined()
    if (change) expect(changeRows(rows, change, '')).toEqual(after)
  })

  test('is none when it is something else', () => {
    for (const button of ['next', 'add', 'up:steps:x', 'add:steps:1:2', '']) {
      expect(readRowChange(button)).toBeUndefined()
    }
  })

  test('moves a row over several others', () => {
    expect(moveRow(rows, 0, 2)).toEqual(['b', 'c', 'a'])
    expect(moveRow(rows, 2, 0)).toEqual(['c', 'a', 'b'])
    expect(moveRow(rows, 0, 3)).toEqual(rows)
  })
})

test('two pages hold the same in whatever order their fields are named, and not in another order of rows', () => {
  const one = { summary: 'A', links: [{ url: 'a', title: 'b' }, { url: 'c' }] }
  expect(isSame(one, { links: [{ title: 'b', url: 'a' }, { url: 'c' }], summary: 'A' })).toBe(true)
  expect(isSame(one, { ...one, links: one.links.toReversed() })).toBe(false)
  expect(isSame(one, { ...one, summary: 'B' })).toBe(false)
})
