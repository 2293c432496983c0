import { expect, test } from 'vitest'
import { load as loadWhiteSpots } from './[code]/white-spots/+page.ts'
import { load as loadMap } from './map/+page.ts'

/** What is asked before anything is answered. */
async function askedAtOnce(load: (event: never) => unknown, search: string) {
  const asked: string[] = []
  const fetch = (request: Request) => {
    asked.push(new URL(request.url).pathname.replace('/api', ''))
    return new Promise(() => {})
  }
  const url = new URL(`https://maillage.example/en/territories${search}`)
  void load({ fetch, url, params: { lang: 'en', code: 'FR' } } as never)
  await new Promise((resolve) => setTimeout(resolve))
  return asked.sort()
}

test('the map of a figure waits for the themes only where one is to be checked', async () => {
  const all = await askedAtOnce(loadMap, '')
  expect(all).toEqual(expect.arrayContaining(['/territories/choropleth', '/themes']))
  expect(await askedAtOnce(loadMap, '?theme=food')).toEqual(['/themes'])
})

test('white spots wait for the themes only where one is to be checked', async () => {
  const all = ['/practices', '/territories/FR/map', '/territories/FR/twins', '/themes']
  expect(await askedAtOnce(loadWhiteSpots, '')).toEqual(all)
  expect(await askedAtOnce(loadWhiteSpots, '?theme=food')).toEqual(['/themes'])
})
