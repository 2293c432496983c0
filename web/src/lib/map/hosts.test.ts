import { expect, test } from 'vitest'
import { mapHosts } from './hosts.ts'

test.each([
  ['nothing is configured', null, null, []],
  ['the file is our own', null, '/api/base-map.pmtiles', []],
  ['tiles come from a host', 'https://tile.example/{z}/{x}/{y}.png', null, ['tile.example']],
  [
    'tiles come from many hosts of one name',
    'https://{s}.tile.example/{z}',
    null,
    ['tile.example'],
  ],
  ['tiles come from here', 'https://maillage.example/tiles/{z}', null, []],
  ['both', 'https://a.example/{z}', 'https://b.example/eu.pmtiles', ['a.example', 'b.example']],
])('%s', (_, tileUrl, pmtilesUrl, hosts) => {
  expect(mapHosts({ tileUrl, pmtilesUrl }, 'maillage.example')).toEqual(hosts)
})
