/**
 * The E-I index: ties across less ties inside, divided by both. −1 is all inside, +1 all across.
 * D. Krackhardt and R. N. Stern, “Informal Networks and Organizational Crises”, Social Psychology Quarterly 51 (1988).
 */
export function eiIndex({ across, inside }: { across: number; inside: number }): number | null {
  return across + inside === 0 ? null : (across - inside) / (across + inside)
}

/** A part of a whole; null where there is no whole. */
export const shareOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : part / whole

export type CountedYear = {
  year: number
  newcomers: number
  begun: number
}

/** All years from the first to the last, also those in which nothing began. */
export function withEveryYear(counted: CountedYear[]): CountedYear[] {
  const byYear = new Map(counted.map((each) => [each.year, each]))
  const [first, last] = [Math.min(...byYear.keys()), Math.max(...byYear.keys())]
  if (byYear.size === 0) return []
  return Array.from({ length: last - first + 1 }, (_, step) => {
    const year = first + step
    return byYear.get(year) ?? { year, newcomers: 0, begun: 0 }
  })
}
