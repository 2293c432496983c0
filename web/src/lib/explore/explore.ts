import { api, dataOrError } from '#lib/api/client.ts'
import type { Facet, GazetteerPlace, List, Position } from '#lib/api/types.ts'
import type { Language } from '#lib/i18n/languages.ts'
import { findPlaces, namesakes } from '#lib/places/find-place.ts'
import {
  effectiveSort,
  facetsOf,
  filterQuery,
  mapQuery,
  PAGE_SIZE,
  readExploration,
  type ApiQuery,
  type Exploration,
  type Section,
} from './exploration.ts'
import { findWaysOut } from './ways-out.ts'

interface ExploreEvent {
  fetch: typeof fetch
  url: URL
  params: { lang: Language }
}

type ListCards<Card> = (query: ApiQuery) => Promise<List<Card>>

/** Everything that a list page shows, from its address. */
export async function explore<Card>(event: ExploreEvent, section: Section, list: ListCards<Card>) {
  const { lang } = event.params
  const exploration = readExploration(section, event.url.searchParams)
  const place = await resolvePlace(event, exploration)
  const query = filterQuery(exploration, lang, place.near)

  const [result, configuration] = await Promise.all([
    list({
      ...query,
      sort: effectiveSort(exploration, place.near),
      limit: PAGE_SIZE,
      facets: facetsOf[section].join(','),
      ...(exploration.cursor && { cursor: exploration.cursor }),
    }),
    api(event).GET('/configuration').then(dataOrError),
  ])

  const [facets, waysOut] = await Promise.all([
    withChosenValues(event, exploration, result.facets),
    result.total ? null : findWaysOut(exploration, lang, place.near, list),
  ])

  return {
    exploration,
    place,
    sort: effectiveSort(exploration, place.near),
    usualSort: effectiveSort({ ...exploration, sort: null }, place.near),
    result: { ...result, facets },
    waysOut,
    configuration,
    mapQuery: mapQuery(query).toString(),
  }
}

export type Explored<Card> = Awaited<ReturnType<typeof explore<Card>>>

export interface ResolvedPlace {
  near: Position | null
  label: string | null
  /** Typed, but in no gazetteer of ours. */
  isUnknown: boolean
  others: GazetteerPlace[]
}

async function resolvePlace(
  event: ExploreEvent,
  { near, where }: Exploration,
): Promise<ResolvedPlace> {
  if (near || !where) {
    return { near, label: where.split(',')[0] || null, isUnknown: false, others: [] }
  }
  const places = await findPlaces(event, where, event.params.lang)
  const [best] = places
  return {
    near: best?.coordinates ?? null,
    label: best?.name ?? null,
    isUnknown: !best,
    others: namesakes(places, where),
  }
}

/** A chosen value keeps its checkbox, even when the other filters leave nothing under it. */
async function withChosenValues(
  event: ExploreEvent,
  { chosen }: Exploration,
  facets: List<unknown>['facets'],
) {
  const complete: Record<string, Facet[] | undefined> = { ...facets }
  for (const [name, values] of Object.entries(chosen)) {
    const found = complete[name] ?? []
    const missing = values.filter((value) => !found.some((facet) => facet.value === value))
    if (!missing.length) continue
    const labels = await conceptLabels(event, name)
    complete[name] = [
      ...found,
      ...missing.map((value) => ({ value, label: labels.get(value) ?? value, count: 0 })),
    ]
  }
  return complete
}

async function conceptLabels(event: ExploreEvent, name: string) {
  if (name !== 'theme' && name !== 'skill') return new Map<string, string>()
  const params = { query: { lang: event.params.lang } }
  const client = api(event)
  const answer = await (name === 'theme'
    ? client.GET('/themes', { params })
    : client.GET('/skills', { params }))
  return new Map(answer.data?.items.map(({ slug, label }) => [slug, label]))
}
