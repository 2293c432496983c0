/** Kilometres to choose from. */
export const radii = [10, 25, 50, 100, 250] as const
export const DEFAULT_RADIUS = 50
const MOST_CHARACTERS = 200

const MOST_KILOMETERS = 20_040

/** What is asked for: a place, as it was typed, and kilometres around it; what cannot be meant is left out. */
export function readHere(params: URLSearchParams): { where: string; within: number } {
  const within = Number(params.get('within'))
  const isPossible = within > 0 && within <= MOST_KILOMETERS
  return {
    // The database would refuse control characters, and none can be meant.
    where: (params.get('where') ?? '')
      .replace(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, MOST_CHARACTERS),
    within: isPossible ? within : DEFAULT_RADIUS,
  }
}
