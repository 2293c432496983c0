import { UndirectedGraph } from 'graphology'
import forceAtlas2 from 'graphology-layout-forceatlas2'

export interface LayoutTask {
  x: number[]
  y: number[]
  source: number[]
  target: number[]
  weight: number[]
}

export type LayoutNews = { progress: number } | { progress: 1; x: Float64Array; y: Float64Array }

const STEPS = 20

/** Fewer rounds where each takes longer. */
const roundsFor = (nodes: number) => (nodes < 2_000 ? 400 : nodes < 10_000 ? 200 : 60)

addEventListener('message', ({ data }: MessageEvent<LayoutTask>) => {
  const { x, y, source, target, weight } = data
  const graph = new UndirectedGraph()
  x.forEach((each, node) => graph.addNode(node, { x: each, y: y[node] }))
  source.forEach((node, tie) => graph.addEdge(node, target[tie], { weight: weight[tie] }))
  const settings = { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: graph.order > 500 }
  const iterations = Math.ceil(roundsFor(graph.order) / STEPS)
  for (let step = 1; step <= STEPS; step++) {
    forceAtlas2.assign(graph, { iterations, settings })
    if (step < STEPS) postMessage({ progress: step / STEPS } satisfies LayoutNews)
  }
  const at = (axis: 'x' | 'y') =>
    Float64Array.from(x, (_, node) => graph.getNodeAttribute(node, axis) as number)
  postMessage({ progress: 1, x: at('x'), y: at('y') } satisfies LayoutNews)
})
