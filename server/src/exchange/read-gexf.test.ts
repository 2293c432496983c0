import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { test } from '../testing.ts'
import { importFile } from './import-file.ts'
import { readFile } from './read-file.ts'
import { readMapping } from './read-mapping.ts'
import type { Row } from './rows.rules.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'maillage-gexf-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function read(content: string): Promise<Row[]> {
  const path = join(folder, 'graph.gexf')
  await writeFile(path, content)
  const rows: Row[] = []
  for await (const row of (await readFile(path)).rows() as AsyncIterable<Row>) rows.push(row)
  return rows
}

const gexf = (nodes: string, edges = '', before = '') => `<?xml version="1.0" encoding="UTF-8"?>
${before}<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
<graph defaultedgetype="undirected">
<attributes class="node"><attribute id="0" title="country" type="string"/><attribute id="1" title="lon" type="double"/><attribute id="2" title="lat" type="double"/></attributes>
<attributes class="edge"><attribute id="0" title="since" type="string"/></attributes>
<nodes>${nodes}</nodes>
<edges>${edges}</edges>
</graph></gexf>`

const twins = gexf(
  '<node id="a" label="Ulm &amp; Neu-Ulm"><attvalues><attvalue for="0" value="Germany"/></attvalues></node>\n' +
    '<node id="b" label="Arad"/><node id="c" label="Gyula"/>',
  '<edge id="0" source="a" target="b" weight="2"><attvalues><attvalue for="0" value="1990"/></attvalues></edge>',
)

describe('GEXF', () => {
  test('is read as a row for each end of an edge, and one for each node without', async () => {
    const edge = {
      'edge.id': '0',
      'edge.label': 'Ulm & Neu-Ulm – Arad',
      'edge.weight': '2',
      'edge.source': 'a',
      'edge.target': 'b',
      'edge.since': '1990',
    }
    expect(await read(twins)).toEqual([
      {
        line: 8,
        cells: {
          'node.id': 'a',
          'node.label': 'Ulm & Neu-Ulm',
          'node.country': 'Germany',
          ...edge,
        },
      },
      { line: 8, cells: { 'node.id': 'b', 'node.label': 'Arad', ...edge } },
      { line: 7, cells: { 'node.id': 'c', 'node.label': 'Gyula' } },
    ])
  })

  test.for([
    [
      'a document type',
      gexf('', '', '<!DOCTYPE gexf SYSTEM "file:///etc/passwd">'),
      /document type/,
    ],
    [
      'entities of its own',
      gexf('', '', '<!DOCTYPE gexf [<!ENTITY a "aaaa">]>'),
      /is a web page or XML/,
    ],
    ['an unknown entity', gexf('<node id="a" label="&a;"/>'), /not readable as XML/],
    ['an end that is missing', gexf('<node id="a">'), /not readable as XML/],
    ['half a file', twins.slice(0, -20), /not readable as XML/],
    ['an edge to nobody', gexf('<node id="a"/>', '<edge source="a" target="x"/>'), /no such node/],
    ['a node without an id', gexf('<node label="A"/>'), /without an id/],
    ['what nests too deep', gexf('<nodes>'.repeat(100)), /nests deeper/],
    ['another XML', '<?xml version="1.0"?><kml><gexf/></kml>', /not CSV, GeoJSON, GEXF or XLSX/],
  ] as const)('with %s is refused', async ([, content, reason]) => {
    await expect(read(content)).rejects.toThrow(reason)
  })

  test('feeds actors, collaborations and who takes part', async ({ db }) => {
    const path = join(folder, 'twins.gexf')
    await writeFile(path, twins)
    const mapping = await readMapping(
      fileURLToPath(new URL('./mappings/sister-cities.json', import.meta.url)),
    )
    const reports = await importFile(db, { file: path, mapping })
    expect(reports.map(({ feature, created }) => [feature, created])).toEqual([
      ['actors', 3],
      ['collaborations', 1],
      ['participations', 2],
    ])
    const [tie] = await db.execute(sql`
      select title, collaborations.kind, array_agg(name order by name) as names
      from collaborations join participations on collaboration_id = collaborations.id
      join actors on actors.id = actor_id group by 1, 2`)
    expect(tie).toEqual({
      title: 'Ulm & Neu-Ulm – Arad',
      kind: 'partnership',
      names: ['Arad', 'Ulm & Neu-Ulm'],
    })
  })
})
