import { expect, test } from 'vitest'
import { compareWebsites, readWebsite } from './websites.rules.ts'

test.each([
  ['https://forum.cries.ro/', 'cries.ro', 'related'],
  ['http://www.cries.ro/', 'https://cries.ro', 'same'],
  ['cries.ro/ro/', 'https://cries.ro/contact', 'same'],
  ['https://cries.ro/', 'https://cries.org/', 'different'],
  ['https://one.co.uk', 'https://two.co.uk', 'different'],
  ['https://salzburg.ecogood.org', 'https://wien.ecogood.org', 'related'],
  ['https://umbrella.coop/hazel', 'https://umbrella.coop/miller', 'related'],
  ['https://one.wordpress.com', 'https://two.wordpress.com', 'different'],
  ['https://one.wordpress.com', 'https://one.wordpress.com/about', 'same'],
  ['https://www.facebook.com/one', 'https://facebook.com/two', 'different'],
  ['https://en-gb.facebook.com/One/', 'facebook.com/one', 'same'],
  ['https://facebook.com/', 'https://facebook.com/', 'different'],
  ['https://facebook.com/one', 'https://one.coop', 'unknown'],
  ['gärten.tirol', 'https://xn--grten-gra.tirol/', 'same'],
  ['update6', 'https://one.coop', 'unknown'],
  ['', '', 'unknown'],
  ['https://', 'http://127.0.0.1/', 'unknown'],
  ['javascript:alert(1)', 'https://one.coop', 'unknown'],
] as const)('%s and %s are %s', (one, other, likeness) => {
  expect(compareWebsites(readWebsite(one), readWebsite(other))).toBe(likeness)
  expect(compareWebsites(readWebsite(other), readWebsite(one))).toBe(likeness)
})
