import { createNodeBorderProgram } from '@sigma/node-border'
import { UndirectedGraph } from 'graphology'
import Sigma from 'sigma'
import type { Network } from '#lib/api/types.ts'
import { neighbour, nearest, type Direction } from '#lib/map/neighbours.ts'
import type { Category } from './colours.ts'
import { labelDrawing, shortened, type EdgeLook, type NodeLook } from './labels.ts'
import { readPaint, translucent, type Paint } from './paint.ts'

/** Above it, pointing at a node names it only; drawing its ties anew would take too long. */
const MANY_TIES = 20_000
const MOST_NAMED_NEIGHBOURS = 25
const CLOSE = 0.35
const MOVE_MS = 250

export interface Colours {
  categories: Category[]
  ofNode: number[]
}

/** With an outline of the ground, so that dots side by side stay apart. */
const Dot = createNodeBorderProgram<NodeLook, EdgeLook>({
  borders: [
    { size: { value: 1.5, mode: 'pixels' }, color: { attribute: 'outline' } },
    { size: { fill: true }, color: { attribute: 'color' } },
  ],
})

interface Handlers {
  /** A node was chosen, or none. */
  onselect: (slug: string | null) => void
  onpoint: (slug: string | null) => void
}

/** Whether this device can draw it at all. */
export const canDraw = () => {
  const canvas = document.createElement('canvas')
  return Boolean(canvas.getContext('webgl2') ?? canvas.getContext('webgl'))
}

/** Radii by how many there are: a few large dots, or a cloud of small ones. */
const radii = (nodes: number): [least: number, most: number] =>
  nodes <= 300 ? [4.5, 15] : nodes <= 3_000 ? [2.4, 12] : nodes <= 10_000 ? [1.6, 9] : [1, 7]

/** The network as sigma draws it. Nodes go by their slug. */
export class Drawing {
  readonly #element: HTMLElement
  readonly #sigma: Sigma<NodeLook, EdgeLook>
  readonly #isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  #graph = new UndirectedGraph<NodeLook, EdgeLook>()
  #paint: Paint
  #extent: { x: [number, number]; y: [number, number] } | undefined
  #selected: string | null = null
  #pointed: string | null = null
  #emphasised: number | null = null
  #near: ReadonlySet<string> | null = null

  constructor(element: HTMLElement, { onselect, onpoint }: Handlers) {
    this.#element = element
    this.#paint = readPaint(element)
    const labels = labelDrawing(() => this.#paint)
    this.#sigma = new Sigma<NodeLook, EdgeLook>(this.#graph, element, {
      allowInvalidContainer: true,
      defaultNodeType: 'dot',
      nodeProgramClasses: { dot: Dot },
      defaultDrawNodeLabel: labels.write,
      defaultDrawNodeHover: labels.ring,
      labelSize: 13,
      labelWeight: '500',
      labelGridCellSize: 180,
      labelRenderedSizeThreshold: 5,
      minCameraRatio: 0.01,
      maxCameraRatio: 2.5,
      stagePadding: 40,
      zIndex: true,
      nodeReducer: (slug, look) => this.#nodeLook(slug, look),
      edgeReducer: (tie, look) => this.#edgeLook(tie, look),
    })
    this.#sigma.on('beforeRender', labels.clear)
    this.#sigma.on('clickNode', ({ node }) => {
      onselect(node)
    })
    this.#sigma.on('clickStage', () => {
      onselect(null)
    })
    this.#followPointer(onpoint)
  }

  remove(): void {
    this.#sigma.kill()
  }

  /** Who moves the drawing points at nothing: drawing ties anew at each node passed would make it stutter. */
  #followPointer(onpoint: Handlers['onpoint']) {
    const mouse = this.#sigma.getMouseCaptor()
    let under: string | null = null
    const point = (slug: string | null) => {
      under = slug
      if (!mouse.isMouseDown) onpoint(slug)
    }
    this.#sigma.on('enterNode', ({ node }) => {
      point(node)
    })
    this.#sigma.on('leaveNode', () => {
      point(null)
    })
    mouse.on('mouseup', () => {
      onpoint(under)
    })
  }

  /** Draws a network; the view stays where it is. */
  show({ nodes, edges }: Network, { categories, ofNode }: Colours): void {
    const graph = new UndirectedGraph<NodeLook, EdgeLook>()
    const [least, most] = radii(nodes.slug.length)
    const greatest = nodes.degree.reduce((found, degree) => Math.max(found, degree), 1)
    nodes.slug.forEach((slug, node) => {
      const category = ofNode[node] ?? 0
      graph.addNode(slug, {
        x: nodes.x[node] ?? 0,
        y: nodes.y[node] ?? 0,
        size: least + (most - least) * Math.sqrt((nodes.degree[node] ?? 0) / greatest),
        color: this.#colourOf(categories, category),
        outline: this.#paint.paper,
        label: shortened(nodes.name[node] ?? ''),
        category,
      })
    })
    const thin = edges.source.length > MANY_TIES ? 0.4 : 0.9
    // The more there are the more of what lies under them shows: where many run is darker than where few do.
    const opacity = Math.min(1, Math.sqrt(3000 / edges.source.length))
    edges.source.forEach((source, tie) => {
      const [from, to] = [nodes.slug[source], nodes.slug[edges.target[tie] ?? -1]]
      if (from === undefined || to === undefined) return
      const full = this.#paint.edges[edges.evidence[tie] ?? 0] ?? this.#paint.rule
      graph.addEdge(from, to, {
        size: thin * Math.min(5, 1 + Math.log2(edges.weight[tie] ?? 1)),
        color: translucent(full, opacity),
        full,
      })
    })
    this.#stretch(nodes)
    // This asks how the ties look that are drawn until now.
    this.#sigma.setSetting('hideEdgesOnMove', edges.source.length > MANY_TIES)
    this.#graph = graph
    this.#findNear()
    this.#sigma.setGraph(graph)
  }

  /** Reads the colours anew, for light or dark; `show` must follow. */
  repaint(): void {
    this.#paint = readPaint(this.#element)
  }

  select(slug: string | null): void {
    this.#selected = slug
    this.#refresh()
  }

  point(slug: string | null): void {
    if (this.#pointed === slug) return
    this.#pointed = slug
    if (this.#graph.size <= MANY_TIES) this.#refresh()
  }

  emphasise(category: number | null): void {
    this.#emphasised = category
    this.#refresh()
  }

  zoom(levels: 1 | -1): void {
    const camera = this.#sigma.getCamera()
    void camera.animate({ ratio: camera.ratio / 1.6 ** levels }, this.#motion)
  }

  pan(x: number, y: number): void {
    const camera = this.#sigma.getCamera()
    const { width, height } = this.#sigma.getDimensions()
    const middle = this.#sigma.viewportToFramedGraph({ x: width / 2 + x, y: height / 2 + y })
    void camera.animate({ x: middle.x, y: middle.y }, this.#motion)
  }

  showAll(): void {
    void this.#sigma.getCamera().animate({ x: 0.5, y: 0.5, ratio: 1, angle: 0 }, this.#motion)
  }

  /** Brings a node into the middle, near enough to read its neighbours. */
  goTo(slug: string): void {
    const at = this.#sigma.getNodeDisplayData(slug)
    const camera = this.#sigma.getCamera()
    if (!at) return
    void camera.animate({ x: at.x, y: at.y, ratio: Math.min(camera.ratio, CLOSE) }, this.#motion)
  }

  /** Whether a node is where it can be seen. */
  isInView(slug: string): boolean {
    return this.#spots().some((spot) => spot.slug === slug)
  }

  /** The node that an arrow key leads to, from another or from the middle. */
  step(from: string | null, direction: Direction): string | null {
    const spots = this.#spots()
    const start = spots.find(({ slug }) => slug === from)
    if (start) return neighbour(spots, start, direction)?.slug ?? null
    const { width, height } = this.#sigma.getDimensions()
    return nearest(spots, { x: width / 2, y: height / 2 })?.slug ?? null
  }

  /** Where nodes are on the screen, those in view. */
  #spots() {
    const { width, height } = this.#sigma.getDimensions()
    return this.#graph
      .mapNodes((slug, { x, y }) => ({ slug, ...this.#sigma.graphToViewport({ x, y }) }))
      .filter(({ x, y }) => x >= 0 && y >= 0 && x <= width && y <= height)
  }

  get #motion() {
    return { duration: this.#isCalm ? 0 : MOVE_MS }
  }

  #colourOf(categories: Category[], category: number) {
    return this.#paint.nodes[categories[category]?.colour ?? 'slate']
  }

  /** The frame grows and never shrinks: nodes stay where they were when others go. */
  #stretch({ x, y }: Network['nodes']) {
    const { x: across, y: along } = this.#extent ?? {
      x: [Infinity, -Infinity],
      y: [Infinity, -Infinity],
    }
    const around = (known: number[], values: number[]): [number, number] =>
      values.reduce<[number, number]>(
        ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
        [known[0] ?? Infinity, known[1] ?? -Infinity],
      )
    if (!x.length) return
    this.#extent = { x: around(across, x), y: around(along, y) }
    this.#sigma.setCustomBBox(this.#extent)
  }

  #refresh() {
    this.#findNear()
    this.#sigma.refresh({ skipIndexation: true })
  }

  get #centre() {
    const centre = this.#pointed ?? this.#selected
    return centre !== null && this.#graph.hasNode(centre) ? centre : null
  }

  #findNear() {
    const centre = this.#graph.size > MANY_TIES ? this.#selected : this.#centre
    this.#near =
      centre !== null && this.#graph.hasNode(centre)
        ? new Set([centre, ...this.#graph.neighbors(centre)])
        : null
  }

  #nodeLook(slug: string, look: NodeLook) {
    const isAside = this.#near
      ? !this.#near.has(slug)
      : this.#emphasised !== null && look.category !== this.#emphasised
    if (isAside) return { ...look, color: this.#paint.faded, label: null, zIndex: 0 }
    const isCentre = slug === this.#selected || slug === this.#pointed
    return {
      ...look,
      zIndex: isCentre ? 2 : 1,
      highlighted: isCentre,
      forceLabel: isCentre || (this.#near !== null && this.#near.size <= MOST_NAMED_NEIGHBOURS),
    }
  }

  #edgeLook(tie: string, look: EdgeLook) {
    if (this.#near) {
      const centre = this.#graph.size > MANY_TIES ? this.#selected : this.#centre
      const isOwn = centre !== null && this.#graph.hasExtremity(tie, centre)
      if (!isOwn) return { ...look, hidden: true }
      return { ...look, color: look.full, size: look.size + 0.6, zIndex: 1 }
    }
    if (this.#emphasised === null) return look
    const [one, other] = this.#graph.extremities(tie)
    const isInside = [one, other].some(
      (slug) => this.#graph.getNodeAttribute(slug, 'category') === this.#emphasised,
    )
    return isInside ? look : { ...look, hidden: true }
  }
}
