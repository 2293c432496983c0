import { expect, test } from 'vitest'
import { createI18n } from '#lib/i18n/i18n.ts'
import { loadMessages } from '#lib/i18n/messages.ts'
import { readValue } from './read-value.ts'

const i18n = createI18n('en', await loadMessages('en'))

const link = { url: 'https://a.example', kind: 'website' }
test.each([
  ['version', 3, [['', '3']]],
  ['decidedAt', null, [['', '–']]],
  ['wentLive', false, [['', 'no']]],
  ['createdAt', '2026-11-23T10:00:00Z', [['', '23 November 2026']]],
  ['risks', ['name', 'website'], [['', 'name', 'website']]],
  ['alt', { hu: 'Egy kert' }, [['Hungarian', 'Egy kert']]],
  [
    'document',
    {
      name: 'Kert',
      legalForm: null,
      themes: [],
      location: { town: 'Lugoj', country: 'RO' },
      texts: { summary: [{ language: 'hu', text: 'Közös kert', origin: 'original' }] },
    },
    [
      ['Name', 'Kert'],
      ['Where', 'Lugoj · Romania'],
      ['In one sentence', 'Hungarian: Közös kert'],
    ],
  ],
  [
    'answers',
    {
      steps: {
        mail: { version: 2, values: { email: 'ana@people.example' } },
        links: { version: 3, values: { website: '', links: [{ ...link, title: '' }] } },
      },
      sent: [],
    },
    [
      ['Where can we write to you? · Your e-mail address', 'ana@people.example'],
      ['Where can people read more? · Links', 'https://a.example · website'],
    ],
  ],
])('%s is read without the signs of a program', (column, value, parts) => {
  const read = readValue(column, value, i18n)
  expect(read.map(({ label, lines }) => [label, ...lines])).toEqual(parts)
})
