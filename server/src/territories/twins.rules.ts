/** How much there is of each theme and practice, by a name of it. */
export type Mix = ReadonlyMap<string, number>

/** The cosine of the angle between two mixes: 1 where the parts are the same, 0 where nothing is in common. */
export function cosine(one: Mix, other: Mix): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one]
  let product = 0
  for (const [name, count] of small) product += count * (large.get(name) ?? 0)
  const lengths = length(one) * length(other)
  return lengths === 0 ? 0 : Math.min(1, product / lengths)
}

const length = (mix: Mix) =>
  Math.sqrt([...mix.values()].reduce((sum, count) => sum + count ** 2, 0))

export interface Twin {
  code: string
  similarity: number
}

/** The territories with the most similar mix, the most similar first. */
export function twinsOf(mine: Mix, others: ReadonlyMap<string, Mix>, most: number): Twin[] {
  return [...others]
    .map(([code, mix]) => ({ code, similarity: cosine(mine, mix) }))
    .filter(({ similarity }) => similarity > 0)
    .sort((one, other) => other.similarity - one.similarity || (one.code < other.code ? -1 : 1))
    .slice(0, most)
}

export interface Difference {
  name: string
  here: number
  there: number
}

/** What is more, less or missing here, the largest difference of shares first. */
export function differences(
  mine: Mix,
  { mix, actors }: { mix: Mix; actors: number },
  myActors: number,
  most: number,
): Difference[] {
  const names = new Set([...mine.keys(), ...mix.keys()])
  const weight = ({ here, there }: Difference) => Math.abs(here / myActors - there / actors)
  return [...names]
    .map((name) => ({ name, here: mine.get(name) ?? 0, there: mix.get(name) ?? 0 }))
    .filter((each) => weight(each) > 0)
    .sort((one, other) => weight(other) - weight(one) || (one.name < other.name ? -1 : 1))
    .slice(0, most)
}
