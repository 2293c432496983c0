import type { Network } from '#lib/api/types.ts'
import type { ThemeColour } from '#lib/vocabulary/theme-icons.ts'
import type { Colouring } from './network-view.ts'

/** Told apart by colour-blind eyes; the last is for all that have none of their own. */
const own: readonly ThemeColour[] = [
  'orange',
  'sky',
  'green',
  'vermilion',
  'blue',
  'purple',
  'olive',
]
export const REST = 'slate' satisfies ThemeColour
export const colours: readonly ThemeColour[] = [...own, REST]

/** A kind of node: a theme, a country, …; `null` for all without a colour of their own. */
export interface Category {
  value: string | null
  colour: ThemeColour
  count: number
}

const places = (network: Network, colouring: Colouring): (number | null)[] =>
  network.nodes[colouring]

const wordOf = ({ themes, countries, kinds }: Network, colouring: Colouring, place: number) =>
  colouring === 'community'
    ? String(place)
    : ({ theme: themes, country: countries, kind: kinds }[colouring][place] ?? '')

/** The largest categories with a colour each, and for each node the place of its category. */
export function categorise(
  network: Network,
  colouring: Colouring,
  colourOfTheme: (theme: string) => ThemeColour,
) {
  const column = places(network, colouring)
  const counts = new Map<number, number>()
  for (const place of column) {
    if (place !== null) counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  const largest = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, own.length)
  const free = new Set(own)
  const take = (wanted: ThemeColour | undefined) => {
    const colour = wanted && free.has(wanted) ? wanted : ([...free][0] ?? REST)
    free.delete(colour)
    return colour
  }
  const categories: Category[] = largest.map(([place, count]) => {
    const value = wordOf(network, colouring, place)
    return {
      value,
      count,
      // A theme keeps the colour that it has everywhere, unless a larger one has taken it.
      colour: take(colouring === 'theme' ? colourOfTheme(value) : undefined),
    }
  })
  const rest = categories.length
  const categoryOf = new Map(largest.map(([place], category) => [place, category]))
  const ofNode = column.map((place) => (place === null ? rest : (categoryOf.get(place) ?? rest)))
  const others = ofNode.filter((category) => category === rest).length
  if (others) categories.push({ value: null, colour: REST, count: others })
  return { categories, ofNode }
}
