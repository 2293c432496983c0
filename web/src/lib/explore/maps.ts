import type { Component } from 'svelte'
import type { Configuration } from '#lib/api/types.ts'
import type { Translate } from '#lib/i18n/i18n.ts'
import type { MapPoint } from '#lib/records/map-points.ts'
import type { Box } from './exploration.ts'

export interface ExploreMapProps {
  lang: string
  query: URLSearchParams
  view: { bbox?: Box; zoom?: number } | undefined
  highlighted: string | null
  t: Translate
  configuration: Configuration
  onmove: (bbox: Box, zoom: number) => void
  onhighlight: (slug: string | null) => void
  onopen: (slug: string) => void
}

export interface MiniMapProps {
  points: MapPoint[]
  label: string
  t: Translate
  configuration: Configuration
}

const files = import.meta.glob<{ default: Component<never> }>('../map/{Explore,Mini}Map.svelte', {
  eager: true,
})

export const ExploreMap = files['../map/ExploreMap.svelte']?.default as
  Component<ExploreMapProps> | undefined
export const MiniMap = files['../map/MiniMap.svelte']?.default as
  Component<MiniMapProps> | undefined
