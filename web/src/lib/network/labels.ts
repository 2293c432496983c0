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

export const shortened = (name: string) =>
  name.length > LONGEST ? `${name.slice(0, LONGEST - 1).trimEnd()}…` : name

/** Names beside nodes, with a halo of the ground: ties run below them. */
export function labelDrawing(paint: () => Paint) {
  const write: NodeSettings['defaultDrawNodeLabel'] = (
    context,
    { label, x, y, size },
    settings,
  ) => {
    if (!label) return
    const { labelSize, labelWeight } = settings
    context.font = `${labelWeight} ${String(labelSize)}px ${paint().font}`
    context.lineJoin = 'round'
    context.lineWidth = HALO
    context.strokeStyle = paint().paper
    context.fillStyle = paint().ink
    const [left, base] = [x + size + 4, y + labelSize / 3]
    context.strokeText(label, left, base)
    context.fillText(label, left, base)
  }
  const ring: NodeSettings['defaultDrawNodeHover'] = (context, node, settings) => {
    context.beginPath()
    context.arc(node.x, node.y, node.size + 2.5, 0, 2 * Math.PI)
    context.lineWidth = 2.5
    context.strokeStyle = paint().signal
    context.stroke()
    write(context, node, settings)
  }
  return { write, ring }
}
