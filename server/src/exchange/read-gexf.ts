import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import sax from 'sax'
import { ImportRefused } from './refused.ts'
import type { Row } from './rows.rules.ts'
import type { Table } from './table.ts'

const LARGEST_BYTES = 100_000_000
const LARGEST_TEXT = 1_000_000
/** Nodes may hold nodes; nobody nests them as deep. */
const DEEPEST = 40

/** A node or an edge as the file has it. */
interface Element {
  line: number
  attributes: Record<string, string>
  values: Record<string, string>
}

interface Graph {
  /** Those that the file declares. */
  columns: string[]
  nodes: Map<string, Element>
  edges: Element[]
}

/**
 * Reads the graph of a GEXF file as rows: one for each end of an edge, and one for each node without an edge.
 *
 * A row has its node in `node.id`, `node.label` and a column for each of its attributes (`node.country`), and its edge in
 * `edge.id`, `edge.label` (“London – Berlin” where it has none), `edge.weight`, `edge.source`, `edge.target` and its attributes.
 */
export async function gexfTable(path: string): Promise<Table> {
  const name = basename(path)
  if ((await stat(path)).size > LARGEST_BYTES) {
    throw new ImportRefused(`${name} is larger than 100 MB; split it.`)
  }
  const graph = parseGraph(await readFile(path, 'utf8'), name)
  const rows = toRows(graph, name)
  // Also those that no node has a value of.
  const columns = [
    ...new Set([...graph.columns, ...rows.flatMap(({ cells }) => Object.keys(cells))]),
  ]
  return { format: 'GEXF', columns, rows: () => rows }
}

function parseGraph(text: string, name: string): Graph {
  const parser = sax.parser(true, { xmlns: false, trim: false, position: true })
  const graph: Graph = { columns: [], nodes: new Map(), edges: [] }
  /** Names of attributes by class and id: “node 4” is “country”. */
  const titles = new Map<string, string>()
  const open: string[] = []
  let kind = ''
  let at: Element | undefined

  // What a document type defines could be files of this machine, or grow without end.
  parser.ondoctype = () => {
    throw new ImportRefused(`${name} has a document type, which GEXF has not.`)
  }
  parser.onerror = (error) => {
    const why = error.message.split('\n')[0] ?? ''
    throw new ImportRefused(`${name} is not readable as XML: ${why.slice(0, 160)}.`)
  }
  parser.onopentag = ({ name: tag, attributes }) => {
    open.push(tag)
    if (open.length === 1 && tag !== 'gexf') throw new ImportRefused(notGexf(name))
    if (open.length > DEEPEST) throw new ImportRefused(`${name} nests deeper than GEXF does.`)
    const given = attributes as Record<string, string>
    const line = parser.line + 1
    switch (tag) {
      case 'attributes':
        kind = given['class'] ?? ''
        break
      case 'attribute':
        titles.set(`${kind} ${given['id'] ?? ''}`, given['title'] ?? given['id'] ?? '')
        graph.columns.push(`${kind}.${given['title'] ?? given['id'] ?? ''}`)
        break
      case 'node':
        at = { line, attributes: given, values: {} }
        graph.nodes.set(idOf(given, line, name), at)
        break
      case 'edge':
        at = { line, attributes: given, values: {} }
        graph.edges.push(at)
        break
      case 'attvalue':
        if (at) {
          const of = at.attributes['source'] === undefined ? 'node' : 'edge'
          // Version 1.1 says id.
          const title = titles.get(`${of} ${given['for'] ?? given['id'] ?? ''}`)
          if (title) at.values[title] = given['value'] ?? ''
        }
        break
    }
  }
  parser.onclosetag = (tag) => {
    open.pop()
    if (tag === 'node' || tag === 'edge') at = undefined
  }
  for (let from = 0; from < text.length; from += LARGEST_TEXT) {
    parser.write(text.slice(from, from + LARGEST_TEXT))
  }
  parser.close()
  return graph
}

const notGexf = (name: string) => `${name} is a web page or XML, not CSV, GeoJSON, GEXF or XLSX.`

function idOf({ id }: Record<string, string>, line: number, name: string): string {
  if (!id) throw new ImportRefused(`${name} has a node without an id in line ${String(line)}.`)
  return id
}

function toRows({ nodes, edges }: Graph, name: string): Row[] {
  const tied = new Set<string>()
  const rows = edges.flatMap((edge): Row[] => {
    const { source = '', target = '' } = edge.attributes
    const ends = [source, target].map((id) => {
      const node = nodes.get(id)
      if (!node) {
        throw new ImportRefused(
          `${name} has an edge to “${id.slice(0, 60)}” in line ${String(edge.line)}, but no such node.`,
        )
      }
      tied.add(id)
      return node
    })
    const cells = edgeCells(edge, ends)
    return ends.map((node) => ({ line: edge.line, cells: { ...nodeCells(node), ...cells } }))
  })
  for (const [id, node] of nodes) {
    if (!tied.has(id)) rows.push({ line: node.line, cells: nodeCells(node) })
  }
  return rows
}

const labelOf = ({ attributes }: Element) => attributes['label'] ?? attributes['id'] ?? ''

const nodeCells = (node: Element) => ({
  ...prefixed('node', node.values),
  'node.id': node.attributes['id'] ?? '',
  'node.label': labelOf(node),
})

function edgeCells({ attributes, values }: Element, ends: Element[]) {
  const { source = '', target = '', id = `${source} – ${target}`, weight = '1' } = attributes
  return {
    ...prefixed('edge', values),
    'edge.id': id,
    'edge.label': attributes['label'] ?? ends.map(labelOf).join(' – '),
    'edge.weight': weight,
    'edge.source': source,
    'edge.target': target,
  }
}

const prefixed = (kind: string, values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).map(([title, value]) => [`${kind}.${title}`, value]))
