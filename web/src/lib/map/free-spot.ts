/** A part of the map, in pixels from its corner. */
export interface PixelBox {
  left: number
  right: number
  top: number
  bottom: number
}

/** Fired on the map when symbols or their names have changed. */
export const SYMBOLS_DRAWN = 'maillage:symbolsdrawn'

export interface SymbolsDrawn {
  boxes: () => PixelBox[]
}

export const PLACE_NAME_HEIGHT = 14
/** From a place to the top of its name: below it, below a cluster on it, above, above a cluster. */
const OFFSETS = [12, 24, 36, -26, -38, -50]
/** Two names of places need air between them, or they read as one. */
const AIR = 8

/** Where the name of a place can be written, as an offset downwards from the place; nothing where all is taken. */
export function freeOffset(
  { x, y, width }: { x: number; y: number; width: number },
  symbols: readonly PixelBox[],
  names: readonly PixelBox[],
): number | undefined {
  return OFFSETS.find((offset) => {
    const box = nameBox({ x, y, width }, offset)
    return (
      !symbols.some((symbol) => overlap(box, symbol, 2)) &&
      !names.some((name) => overlap(box, name, AIR))
    )
  })
}

export function nameBox(
  { x, y, width }: { x: number; y: number; width: number },
  offset: number,
): PixelBox {
  const top = y + offset
  return { left: x - width / 2, right: x + width / 2, top, bottom: top + PLACE_NAME_HEIGHT }
}

function overlap(one: PixelBox, other: PixelBox, apart: number) {
  return (
    one.left < other.right + apart &&
    other.left < one.right + apart &&
    one.top < other.bottom + apart &&
    other.top < one.bottom + apart
  )
}
