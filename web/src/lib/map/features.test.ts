import { describe, expect, test } from 'vitest'
import {
  clusterSize,
  coreOf,
  extentOf,
  featureAt,
  MOST_FEATURES,
  toFeatures,
  type RecordPoint,
} from './features.ts'

const cries: RecordPoint = {
  slug: 'cries',
  name: 'Asociația CRIES',
  kind: 'association',
  coordinates: [21.2, 45.7],
  precision: 'town',
}
const paris = { count: 3, center: [2.35, 48.86], bounds: [2.3, 48.8, 2.4, 48.9] }

describe('features', () => {
  test('keep their key while they stay the same', () => {
    const [cluster, record] = toFeatures({ clusters: [paris], records: [cries], total: 4 })
    expect(cluster).toMatchObject({ type: 'cluster', key: '3 at 2.35,48.86' })
    expect(record).toMatchObject({
      type: 'record',
      key: 'cries at 21.2,45.7',
      position: [21.2, 45.7],
    })
  })

  test('are never more than a map can carry', () => {
    const records = Array.from({ length: 500 }, (_, index) => ({ ...cries, slug: String(index) }))
    expect(toFeatures({ clusters: [], records, total: 500 })).toHaveLength(MOST_FEATURES)
  })

  test('span a box', () => {
    expect(extentOf({ clusters: [paris], records: [cries], total: 4 })).toEqual([
      2.3, 45.7, 21.2, 48.9,
    ])
    expect(extentOf({ clusters: [], records: [], total: 0 })).toBeUndefined()
  })
})

test('an actor that is not alone is found in its cluster', () => {
  const features = toFeatures({ clusters: [paris], records: [cries], total: 4 })
  expect(featureAt(features, [2.31, 48.81])?.key).toBe('3 at 2.35,48.86')
  expect(featureAt(features, [21.2, 45.7])?.key).toBe('cries at 21.2,45.7')
  expect(featureAt(features, [0, 0])).toBeUndefined()
})

describe('the first view', () => {
  const lisbon = { count: 60, center: [-9, 39], bounds: [-10, 38, -8, 40] }
  const vienna = { count: 55, center: [16, 48], bounds: [15, 47, 18, 49] }
  const azores = { ...cries, slug: 'azores', coordinates: [-28, 38] }

  test('leaves out one of a hundred that lies far off', () => {
    const answer = { clusters: [lisbon, vienna], records: [azores], total: 116 }
    expect(coreOf(answer)).toEqual([-10, 38, 18, 49])
    expect(extentOf(answer)).toEqual([-28, 38, 18, 49])
  })

  test('shows all of a few', () => {
    const answer = { clusters: [], records: [azores, cries], total: 2 }
    expect(coreOf(answer)).toEqual([-28, 38, 21.2, 45.7])
  })
})

test('circles grow with the count, and stop growing', () => {
  const sizes = [2, 4, 11, 116, 1_000_000].map(clusterSize)
  expect(sizes).toEqual([28, 33, 40, 57, 64])
})
