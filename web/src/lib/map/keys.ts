import type { Direction } from './neighbours.ts'

export type Command =
  | { do: 'step'; direction: Direction; by: [x: number, y: number] }
  | { do: 'pan'; by: [x: number, y: number] }
  | { do: 'zoom'; levels: 1 | -1 }
  | { do: 'all' | 'pick' | 'escape' }

export type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

const PAN_PIXELS = 120

const arrows: Record<string, { direction: Direction; by: [x: number, y: number] }> = {
  ArrowLeft: { direction: 'left', by: [-PAN_PIXELS, 0] },
  ArrowRight: { direction: 'right', by: [PAN_PIXELS, 0] },
  ArrowUp: { direction: 'up', by: [0, -PAN_PIXELS] },
  ArrowDown: { direction: 'down', by: [0, PAN_PIXELS] },
}

const others: Record<string, Command> = {
  '+': { do: 'zoom', levels: 1 },
  '=': { do: 'zoom', levels: 1 },
  '-': { do: 'zoom', levels: -1 },
  _: { do: 'zoom', levels: -1 },
  '0': { do: 'all' },
  Home: { do: 'all' },
  Enter: { do: 'pick' },
  ' ': { do: 'pick' },
  Escape: { do: 'escape' },
}

/** What a key means on the map; with Ctrl, Alt or ⌘ it belongs to the browser. */
export function readKey({ key, shiftKey, ctrlKey, metaKey, altKey }: Key): Command | undefined {
  if (ctrlKey || metaKey || altKey) return undefined
  const arrow = arrows[key]
  if (!arrow) return others[key]
  return shiftKey ? { do: 'pan', by: arrow.by } : { do: 'step', ...arrow }
}
