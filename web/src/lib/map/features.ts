import type { Box, Position } from './geometry.ts'
import { boxAround, boxAt, contains } from './geometry.ts'

/** What a map shows. */
export type Section = 'actors' | 'practices' | 'collaborations'

/** An actor, or one of the places of a practice or collaboration. */
export interface RecordPoint {
  slug: string
  name: string
  coordinates: number[]
  /** Of actors only. */
  kind?: string
  precision?: 'address' | 'town' | 'region' | 'country' | null
  /** Where the name is not in the reader's language. */
  language?: string | null
}

/** What the API says about a view: groups of records that lie close together, and single ones. */
export interface ClusterAnswer {
  clusters: { count: number; center: number[]; bounds: number[] }[]
  records: RecordPoint[]
  total: number
}

interface Placed {
  /** The same for the same feature in the next answer, so that its symbol and the focus stay. */
  key: string
  position: Position
  box: Box
}

export type Feature = Placed &
  ({ type: 'cluster'; count: number } | { type: 'record'; record: RecordPoint })

export const MOST_FEATURES = 200

/** The features of an answer, at most as many as a map can carry. */
export function toFeatures({ clusters, records }: ClusterAnswer): Feature[] {
  const features: Feature[] = [
    ...clusters.map(({ count, center, bounds }): Feature => {
      const position = toPosition(center)
      const [west = 0, south = 0, east = 0, north = 0] = bounds
      const key = `${String(count)} at ${position.join()}`
      return { type: 'cluster', key, position, box: [west, south, east, north], count }
    }),
    ...records.map((record): Feature => {
      const position = toPosition(record.coordinates)
      const key = `${record.slug} at ${position.join()}`
      return { type: 'record', key, position, box: boxAt(position), record }
    }),
  ]
  return features.slice(0, MOST_FEATURES)
}

function toPosition([lng = 0, lat = 0]: number[]): Position {
  return [lng, lat]
}

/** The box around everything in an answer. */
export function extentOf(answer: ClusterAnswer): Box | undefined {
  return boxAround(toFeatures(answer).map(({ box }) => box))
}

/** The feature that a record's place is part of: its own, or the cluster that it is most likely in. */
export function featureAt(features: readonly Feature[], position: Position): Feature | undefined {
  const distance = ({ position: [lng, lat] }: Feature) =>
    Math.hypot(lng - position[0], lat - position[1])
  return features
    .filter(({ box }) => contains(box, position))
    .toSorted((one, other) => distance(one) - distance(other))[0]
}

/** How many of a hundred a first view may leave out to come closer to the others. */
const FEW = 0.03

/** The box around nearly all: without the few that lie farthest from the middle of the others. */
export function coreOf(answer: ClusterAnswer): Box | undefined {
  const features = toFeatures(answer)
  const weight = (feature: Feature) => (feature.type === 'cluster' ? feature.count : 1)
  const total = features.reduce((sum, feature) => sum + weight(feature), 0)
  const middle = [0, 1].map(
    (axis) =>
      features.reduce((sum, each) => sum + (each.position[axis] ?? 0) * weight(each), 0) / total,
  )
  const distance = ({ position: [lng, lat] }: Feature) =>
    Math.hypot(lng - (middle[0] ?? 0), lat - (middle[1] ?? 0))

  const core = features.toSorted((one, other) => distance(one) - distance(other))
  let spare = total * FEW
  for (let last = core.at(-1); last && weight(last) <= spare; last = core.at(-1)) {
    spare -= weight(last)
    core.pop()
  }
  return boxAround(core.map(({ box }) => box))
}

/** The width of a cluster's circle in pixels: it grows with each doubling, since areas would fill the map. */
export function clusterSize(count: number): number {
  return Math.round(Math.min(64, 23 + 5 * Math.log2(Math.max(count, 1))))
}

/** Whether a symbol may not be where the actor is. */
export function isApproximate({ precision }: RecordPoint): boolean {
  return precision === 'region' || precision === 'country'
}
