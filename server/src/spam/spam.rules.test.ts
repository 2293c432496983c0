import { describe, expect, test } from 'vitest'
import { type Impression, judgeSpam } from './spam.rules.ts'

const person: Impression = {
  hidden: '',
  ticketAgeSeconds: 60,
  isTicketUsed: false,
  work: 'done',
  text: 'They moved to https://group.example/',
}
const machine: Impression = {
  hidden: 'https://buy.example',
  ticketAgeSeconds: null,
  isTicketUsed: false,
  work: 'none',
  text: 'Buy',
}
const links = 'https://a.example '.repeat(4)

describe('a message', () => {
  test.for([
    ['of a person with a usual browser', {}, 'take', []],
    ['without JavaScript', { work: 'none' }, 'look', ['no_work']],
    ['typed very fast', { ticketAgeSeconds: 2 }, 'look', ['too_fast']],
    ['left open over night', { ticketAgeSeconds: 90_000 }, 'look', ['too_late']],
    [
      'whose hidden field a browser filled in',
      { hidden: 'Ana' },
      'look',
      ['filled_what_is_hidden'],
    ],
    ['sent a second time', { isTicketUsed: true }, 'look', ['ticket_used_before']],
    [
      'by the API, without a form',
      { ticketAgeSeconds: null, work: 'none' },
      'look',
      ['no_ticket', 'no_work'],
    ],
    ['with many links', { text: links }, 'look', ['many_links']],
    [
      'with many links, without JavaScript',
      { text: links, work: 'none' },
      'look',
      ['no_work', 'many_links'],
    ],
    [
      'fast, with links and wrong work',
      { text: links, ticketAgeSeconds: 0, work: 'wrong' },
      'refuse',
      ['too_fast', 'wrong_work', 'many_links'],
    ],
    [
      'that fills in all and knows no form',
      machine,
      'refuse',
      ['filled_what_is_hidden', 'no_ticket', 'no_work'],
    ],
  ] as const)('%s', ([, of, verdict, signals]) => {
    expect(judgeSpam({ ...person, ...of })).toEqual({ verdict, signals })
  })

  test('is never refused for one signal alone', () => {
    const alone: Partial<Impression>[] = [
      { hidden: 'x' },
      { ticketAgeSeconds: null },
      { ticketAgeSeconds: 0 },
      { ticketAgeSeconds: 1e9 },
      { isTicketUsed: true },
      { work: 'none' },
      { work: 'wrong' },
      { text: links },
    ]
    for (const each of alone) expect(judgeSpam({ ...person, ...each }).verdict).toBe('look')
  })
})
