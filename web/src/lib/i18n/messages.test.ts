import { expect, test } from 'vitest'
import { messageProblems } from '../../../scripts/check-messages.ts'

test('every language has every message with the same arguments and its own plurals', () => {
  expect(messageProblems()).toEqual([])
})
