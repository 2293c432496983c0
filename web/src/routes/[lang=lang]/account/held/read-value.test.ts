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
  ['risks', ['name', 'website'], [['', 'other name', 'other website']]],
  ['signals', ['too_fast'], [['', 'filled in within three seconds']]],
  ['act', 'handed_over', [['', 'Handed over']]],
  ['act', 'merge', [['', 'Merged with another entry']]],
  ['status', 'pending', [['', 'It waits']]],
  ['status', 'folded', [['', 'Made a synonym']]],
  ['state', 'declined', [['', 'declined']]],
  ['state', 'handing_over', [['', 'Being sent']]],
  ['template', 'claim-proof', [['', 'Request to look after an entry: proof']]],
  ['kind', 'outdated', [['', 'Something is out of date']]],
  ['role', 'administrator', [['', 'Administrator']]],
  ['feature', 'actors', [['', 'Actors']]],
  ['changedFields', ['legalForm'], [['', 'Legal form']]],
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
        kind: { version: 1, values: { kind: 'social_enterprise' } },
        links: { version: 3, values: { website: '', links: [{ ...link, title: '' }] } },
      },
      sent: [{ slug: 'kert', sentAt: '2026-11-23T10:00:00Z' }],
    },
    [
      ['Where can we write to you? · Your e-mail address', 'ana@people.example'],
      ['What kind of organisation is it? · Kind', 'Social enterprise'],
      ['Where can people read more? · Links', 'https://a.example · Website'],
      ['Sent in', 'kert · 23 November 2026'],
    ],
  ],
])('%s is read without the signs of a program', (column, value, parts) => {
  const read = readValue(column, value, i18n)
  expect(read.map(({ label, lines }) => [label, ...lines])).toEqual(parts)
})
