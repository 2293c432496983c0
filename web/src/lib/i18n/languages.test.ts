import { describe, expect, test } from 'vitest'
import { cutLanguage, negotiateLanguage, splitPath } from './languages.ts'

describe('negotiateLanguage', () => {
  test.each([
    ['nothing said', null, 'en'],
    ['a language of ours', 'hu', 'hu'],
    ['a region of it', 'pt-BR,pt;q=0.9', 'pt'],
    ['the best of several', 'en;q=0.4, ro;q=0.8, de', 'ro'],
    ['none of ours', 'de-AT, sk;q=0.7', 'en'],
    ['one refused', 'fr;q=0, it;q=0.1', 'it'],
    ['no header at all', ';;,=', 'en'],
  ])('%s', (_, header, language) => {
    expect(negotiateLanguage(header)).toBe(language)
  })
})

describe('cutLanguage', () => {
  test.each([
    ['de/actors', 'de', 'actors'],
    ['de', 'de', ''],
    ['pt-BR/actors/cries', 'pt-BR', 'actors/cries'],
    ['FR/actors', 'FR', 'actors'],
    ['actors/cries', null, 'actors/cries'],
    ['xx/actors', null, 'xx/actors'],
    ['', null, ''],
  ])('%s', (path, tag, rest) => {
    expect(cutLanguage(path)).toEqual([tag, rest])
  })
})

describe('splitPath', () => {
  test.each([
    ['/fr/actors/cries', 'fr', '/actors/cries'],
    ['/hu', 'hu', ''],
    ['/actors', undefined, '/actors'],
    ['/french', undefined, '/french'],
  ])('%s', (path, language, rest) => {
    expect(splitPath(path)).toEqual([language, rest])
  })
})
