import type { Settings } from 'sigma/settings'
import type { Paint } from './paint.ts'

/** Of a node as sigma draws it. */
export interface NodeLook {
  x: number
  y: number
  size: number
  color: string
  outline: string
  label: string
  category: number
}

export interface EdgeLook {
  /** Its colour where it is looked at by itself. */
  full: string
  size: number
  color: string
}

type NodeSettings = Settings<NodeLook, EdgeLook>

const LONGEST = 36
const HALO = 4
/** Between a dot and its name. */
const GAP = 4

export const shortened = (name: string) =>
  name.length > LONGEST ? `${name.slice(0, LONGEST - 1).trimEnd()}…` : name

/** As much of a name as there is room for. */
export function fitted(name: string, room: number, widthOf: (text: string) => number): string {
  let text = name
  while (widthOf(text) > room && text.length > 2) text = `${text.slice(0, -2).trimEnd()}…`
  return text
}

interface Box {
  left: number
  right: number
  base: number
}

type DrawLabel = NodeSettings['defaultDrawNodeLabel']

/** Names beside nodes, before them where there is more room, with a halo of the ground: ties run below them, and no name over another. */
export function labelDrawing(paint: () => Paint) {
  let written: Box[] = []
  const isFree = ({ left, right, base }: Box, height: number) =>
    written.every(
      (other) => right < other.left || left > other.right || Math.abs(base - other.base) > height,
    )
  const draw = (
    [context, { label, x, y, size }, { labelSize, labelWeight }]: Parameters<DrawLabel>,
    isWanted: (box: Box) => boolean,
  ) => {
    if (!label) return
    context.font = `${labelWeight} ${String(labelSize)}px ${paint().font}`
    const widthOf = (text: string) => context.measureText(text).width
    const [after, before] = [x + size + GAP, x - size - GAP]
    const [roomAfter, roomBefore] = [context.canvas.clientWidth - after, before]
    const isAfter = widthOf(label) <= roomAfter || roomAfter >= roomBefore
    const text = fitted(label, isAfter ? roomAfter : roomBefore, widthOf)
    const left = isAfter ? after : before - widthOf(text)
    const base = y + labelSize / 3
    const box = { left, right: left + widthOf(text), base }
    if (!isWanted(box)) return
    written.push(box)
    context.lineJoin = 'round'
    context.lineWidth = HALO
    context.strokeStyle = paint().paper
    context.fillStyle = paint().ink
    context.strokeText(text, left, base)
    context.fillText(text, left, base)
  }
  const write: DrawLabel = (...given) => {
    draw(given, (box) => isFree(box, given[2].labelSize))
  }
  const ring: NodeSettings['defaultDrawNodeHover'] = (context, node, settings) => {
    context.beginPath()
    context.arc(node.x, node.y, node.size + 2.5, 0, 2 * Math.PI)
    context.lineWidth = 2.5
    context.strokeStyle = paint().signal
    context.stroke()
    draw([context, node, settings], () => true)
  }
  /** Before all names are written anew. */
  const clear = () => {
    written = []
  }
  return { write, ring, clear }
}
