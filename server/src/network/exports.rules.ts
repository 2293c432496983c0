/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is within what was counted */
import { evidenceByRank } from '../collaborations/evidence.rules.ts'
import { toCsv } from '../http/csv.ts'
import { FIRST_YEAR, LAST_YEAR, type Snapshot } from './snapshot.rules.ts'
import { degreesOf, type Ties } from './ties.rules.ts'

export const exportFormats = ['graphml', 'gexf', 'csv', 'json'] as const
export type ExportFormat = (typeof exportFormats)[number]
export const exportTables = ['edges', 'nodes'] as const
export type ExportTable = (typeof exportTables)[number]

type Value = string | number | null

interface NodeOut {
  id: string
  name: string
  kind: string
  country: string | null
  theme: string | null
  lng: number | null
  lat: number | null
  degree: number
  weightedDegree: number
}

interface EdgeOut {
  source: string
  target: string
  weight: number
  evidence: string
  from: number | null
  to: number | null
}

type Type = 'string' | 'int' | 'double'

const nodeFields = [
  ['name', 'string'],
  ['kind', 'string'],
  ['country', 'string'],
  ['theme', 'string'],
  ['lng', 'double'],
  ['lat', 'double'],
  ['degree', 'int'],
  ['weightedDegree', 'int'],
] as const satisfies (readonly [keyof NodeOut, Type])[]

const edgeFields = [
  ['weight', 'int'],
  ['evidence', 'string'],
  ['from', 'int'],
  ['to', 'int'],
] as const satisfies (readonly [keyof EdgeOut, Type])[]

const known = (year: number) => (year === FIRST_YEAR || year === LAST_YEAR ? null : year)

function toNodes({ actors }: Snapshot, ties: Ties): NodeOut[] {
  const { degree, strength } = degreesOf(ties)
  return Array.from(ties.nodes, (actor, node) => ({
    id: actors.slug[actor]!,
    name: actors.name[actor]!,
    kind: actors.kind[actor]!,
    country: actors.country[actor]!,
    theme: actors.theme[actor]!,
    lng: actors.lng[actor]!,
    lat: actors.lat[actor]!,
    degree: degree[node]!,
    weightedDegree: strength[node]!,
  }))
}

function toEdges({ actors }: Snapshot, ties: Ties): EdgeOut[] {
  const slugOf = (node: number) => actors.slug[ties.nodes[node]!]!
  return Array.from(ties.source, (source, tie) => ({
    source: slugOf(source),
    target: slugOf(ties.target[tie]!),
    weight: ties.weight[tie]!,
    evidence: evidenceByRank[ties.rank[tie]!]!,
    from: known(ties.from[tie]!),
    to: known(ties.to[tie]!),
  }))
}

/** Writes exactly this network in a format that others read. */
export function writeNetwork(
  snapshot: Snapshot,
  ties: Ties,
  format: ExportFormat,
  table: ExportTable,
): string {
  switch (format) {
    case 'graphml':
      return toGraphml(toNodes(snapshot, ties), toEdges(snapshot, ties))
    case 'gexf':
      return toGexf(toNodes(snapshot, ties), toEdges(snapshot, ties), snapshot.version)
    case 'json':
      return toNodeLink(toNodes(snapshot, ties), toEdges(snapshot, ties), snapshot.version)
    case 'csv':
      return table === 'nodes'
        ? toCsv(['id', ...nodeFields.map(([name]) => name)], toNodes(snapshot, ties))
        : toCsv(['source', 'target', ...edgeFields.map(([name]) => name)], toEdges(snapshot, ties))
  }
}

/** As D3 and NetworkX’s `node_link_graph` read it. */
function toNodeLink(nodes: NodeOut[], links: EdgeOut[], version: number): string {
  return JSON.stringify({
    directed: false,
    multigraph: false,
    graph: { name: 'Maillage', version },
    nodes,
    links,
  })
}

// What XML 1.0 has no way to write, and halves of characters.
const UNWRITABLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}

/** Text as it stands in an element or an attribute of XML. */
const escaped = (value: Value) =>
  String(value)
    .replace(UNWRITABLE, '')
    .replace(/[&<>"\n\r\t]/g, (character) => entities[character] ?? character)

const typesOf = {
  graphml: { string: 'string', int: 'int', double: 'double' },
  gexf: { string: 'string', int: 'integer', double: 'double' },
} as const

function toGraphml(nodes: NodeOut[], edges: EdgeOut[]): string {
  const keys = (of: 'node' | 'edge', fields: readonly (readonly [string, Type])[]) =>
    fields.map(
      ([name, type]) =>
        `<key id="${of}-${name}" for="${of}" attr.name="${name}" attr.type="${typesOf.graphml[type]}"/>`,
    )
  const data = (of: 'node' | 'edge', entries: [string, Value][]) =>
    entries
      .map(([name, value]) =>
        value === null ? '' : `<data key="${of}-${name}">${escaped(value)}</data>`,
      )
      .join('')
  return lines(
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    keys('node', nodeFields),
    keys('edge', edgeFields),
    '<graph id="maillage" edgedefault="undirected">',
    nodes.map(
      (node) => `<node id="${escaped(node.id)}">${data('node', valuesOf(node, nodeFields))}</node>`,
    ),
    edges.map(
      (edge) =>
        `<edge source="${escaped(edge.source)}" target="${escaped(edge.target)}">${data('edge', valuesOf(edge, edgeFields))}</edge>`,
    ),
    '</graph>',
    '</graphml>',
  )
}

function toGexf(nodes: NodeOut[], edges: EdgeOut[], version: number): string {
  const attributes = (of: 'node' | 'edge', fields: readonly (readonly [string, Type])[]) => [
    `<attributes class="${of}">`,
    fields.map(
      ([name, type]) =>
        `<attribute id="${of}-${name}" title="${name}" type="${typesOf.gexf[type]}"/>`,
    ),
    '</attributes>',
  ]
  const values = (of: 'node' | 'edge', entries: [string, Value][]) =>
    entries
      .map(([name, value]) =>
        value === null ? '' : `<attvalue for="${of}-${name}" value="${escaped(value)}"/>`,
      )
      .join('')
  const ofNode = nodeFields.filter(([name]) => name !== 'name')
  const ofEdge = edgeFields.filter(([name]) => name !== 'weight')
  return lines(
    '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">',
    `<meta><creator>Maillage</creator><description>Version ${String(version)} of the data</description></meta>`,
    '<graph defaultedgetype="undirected" mode="static">',
    ...attributes('node', ofNode),
    ...attributes('edge', ofEdge),
    '<nodes>',
    nodes.map(
      (node) =>
        `<node id="${escaped(node.id)}" label="${escaped(node.name)}"><attvalues>${values('node', valuesOf(node, ofNode))}</attvalues></node>`,
    ),
    '</nodes>',
    '<edges>',
    edges.map(
      (edge, index) =>
        `<edge id="${String(index)}" source="${escaped(edge.source)}" target="${escaped(edge.target)}" weight="${String(edge.weight)}">` +
        `<attvalues>${values('edge', valuesOf(edge, ofEdge))}</attvalues></edge>`,
    ),
    '</edges>',
    '</graph>',
    '</gexf>',
  )
}

const valuesOf = <Row extends NodeOut | EdgeOut>(
  row: Row,
  fields: readonly (readonly [string & keyof Row, Type])[],
) => fields.map(([name]): [string, Value] => [name, row[name] as Value])

const lines = (...parts: (string | string[] | string[][])[]) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${parts.flat(2).join('\n')}\n`
