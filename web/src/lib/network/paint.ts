import type { ThemeColour } from '#lib/vocabulary/theme-icons.ts'
import { colours } from './colours.ts'

/** What the drawing is painted with; WebGL takes plain colours only. */
export interface Paint {
  paper: string
  ink: string
  rule: string
  signal: string
  faded: string
  nodes: Record<ThemeColour, string>
  /** Ties by their evidence, from the weakest. */
  edges: readonly string[]
  font: string
}

type Rgb = [red: number, green: number, blue: number]

const toHex = (channels: number[]) =>
  `#${channels.map((each) => Math.round(each).toString(16).padStart(2, '0')).join('')}`

const mixed = (one: Rgb, other: Rgb, share: number) =>
  toHex(one.map((each, index) => each * share + (other[index] ?? 0) * (1 - share)))

/** A colour of so much opacity, multiplied by it already: that is how sigma blends. */
export function translucent(colour: string, opacity: number): string {
  const rgb = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) * opacity)
  return toHex([...rgb, 255 * opacity])
}

/** The colours as they are now, light or dark: tokens only resolve on an element, and a canvas knows OKLCH. */
export function readPaint(element: HTMLElement): Paint {
  const probe = document.createElement('span')
  probe.hidden = true
  probe.style.setProperty('forced-color-adjust', 'none')
  element.append(probe)
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const rgb = (token: string): Rgb => {
    probe.style.color = `var(--${token})`
    if (!canvas) return [128, 128, 128]
    canvas.fillStyle = getComputedStyle(probe).color
    canvas.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data
    return [red, green, blue]
  }
  const [paper, ink, outline] = [rgb('paper-raised'), rgb('ink'), rgb('outline')]
  const paint: Paint = {
    paper: toHex(paper),
    ink: toHex(ink),
    rule: toHex(rgb('rule')),
    signal: toHex(rgb('signal')),
    faded: mixed(outline, paper, 0.22),
    nodes: Object.fromEntries(
      colours.map((colour) => [colour, toHex(rgb(`theme-${colour}`))]),
    ) as Paint['nodes'],
    edges: [
      mixed(rgb('bad'), paper, 0.75),
      mixed(outline, paper, 0.42),
      mixed(outline, paper, 0.85),
      mixed(rgb('accent'), paper, 0.9),
    ],
    font: getComputedStyle(element).fontFamily,
  }
  probe.remove()
  return paint
}
