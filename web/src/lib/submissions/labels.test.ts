import { expect, test } from 'vitest'
import { labelOf } from './labels.ts'

const i18n = { t: (key: string) => key }

test('a mistake in the place names the field as its page does', () => {
  expect(labelOf(i18n, 'where', 'q', { hasPostalCodes: true })).toBe('submit.where.label.code')
  expect(labelOf(i18n, 'where', 'q', { hasPostalCodes: false })).toBe('submit.where.label')
})

test('a mistake in a row names its field and its number', () => {
  expect(labelOf(i18n, 'links', 'links.1.url', undefined)).toBe('submit.links.url 2')
})
