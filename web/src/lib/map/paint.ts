import { EXTENT, type Shape } from './outlines.ts'
import type { Label } from './labels.ts'
import type { Palette } from './palette.ts'

export const TILE_SIZE = 512

/** Draws one tile; `left` and `top` are its corner in pixels of the whole world. */
export function paintTile(
  canvas: HTMLCanvasElement,
  { left, top }: { left: number; top: number },
  { shapes, labels, palette }: { shapes: Shape[]; labels: Label[]; palette: Palette },
): void {
  const ratio = Math.min(devicePixelRatio, 3)
  canvas.width = canvas.height = TILE_SIZE * ratio
  const context = canvas.getContext('2d')
  if (!context) return

  context.scale(ratio, ratio)
  context.lineJoin = context.lineCap = 'round'
  context.fillStyle = palette.land
  for (const { isLand, lines } of shapes) {
    const path = trace(lines)
    if (isLand) context.fill(path, 'evenodd')
    context.strokeStyle = isLand ? palette.coast : palette.border
    context.lineWidth = isLand ? 0.8 : 1
    context.stroke(path)
  }
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  for (const label of labels) write(context, label, left, top, palette)
}

function trace(lines: Int16Array[]): Path2D {
  const path = new Path2D()
  const scale = TILE_SIZE / EXTENT
  for (const line of lines) {
    for (let index = 0; index < line.length; index += 2) {
      const x = (line[index] ?? 0) * scale
      const y = (line[index + 1] ?? 0) * scale
      if (index) path.lineTo(x, y)
      else path.moveTo(x, y)
    }
  }
  return path
}

/** Names that reach over the edge of a tile are drawn by both tiles, each its part. */
function write(
  context: CanvasRenderingContext2D,
  { text, x, y, width, size }: Label,
  left: number,
  top: number,
  palette: Palette,
) {
  const middle = x - left
  const line = y - top
  if (middle + width < 0 || middle - width > TILE_SIZE) return
  if (line + size < 0 || line - size > TILE_SIZE) return
  context.font = labelFont(size, palette)
  context.letterSpacing = LETTER_SPACING
  context.strokeStyle = palette.halo
  context.lineWidth = 3
  context.strokeText(text, middle, line)
  context.fillStyle = palette.label
  context.fillText(text, middle, line)
}

const LETTER_SPACING = '0.05em'

const labelFont = (size: number, { font }: Palette) => `500 ${String(size)}px ${font}`

/** Measures text as it will be drawn. */
export function textMeasure(palette: Palette): (text: string, size: number) => number {
  const context = document.createElement('canvas').getContext('2d')
  return (text, size) => {
    if (!context) return Infinity
    context.font = labelFont(size, palette)
    context.letterSpacing = LETTER_SPACING
    return context.measureText(text).width
  }
}
