import { isHttpError } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import type { Configuration, Facet, GazetteerPlace, List, Position } from '#lib/api/types.ts'
import type { Language } from '#lib/i18n/languages.ts'
import { findPlaces, namesakes } from '#lib/places/find-place.ts'
import {
  effectiveSort,
  facetsOf,
  filterQuery,
  ignoring,
  mapQuery,
  PAGE_SIZE,
  readExploration,
  type ApiQuery,
  type Exploration,
  type FacetName,
  type Ignored,
  type Section,
  type Sorting,
} from './exploration.ts'
import { findWaysOut, type Count, type WaysOut } from './ways-out.ts'

interface ExploreEvent {
  fetch: typeof fetch
  url: URL
  params: { lang: Language }
}

type ListCards<Card> = (query: ApiQuery) => Promise<List<Card>>

/** Everything that a list page shows, from its address; `count` tells how much a query finds, where it is not a list. */
export function explore<Card>(
  event: ExploreEvent,
  section: Section,
  list: ListCards<Card>,
  count?: Count,
) {
  return answer(event, readExploration(section, event.url.searchParams), list, count)
}

async function answer<Card>(
  event: ExploreEvent,
  exploration: Exploration,
  list: ListCards<Card>,
  count: Count | undefined,
): Promise<Explored<Card>> {
  const { lang } = event.params
  const { section, cursor } = exploration
  const place = await resolvePlace(event, exploration)
  const query = filterQuery(exploration, lang, place.near)

  const [result, configuration] = await Promise.all([
    list({
      ...query,
      sort: effectiveSort(exploration, place.near),
      limit: PAGE_SIZE,
      facets: facetsOf[section].join(','),
      ...(cursor && { cursor }),
    }).catch(async (failure: unknown) => {
      const refused = isHttpError(failure, 400) ? await findRefused(event, exploration) : []
      if (refused.length > 0) return refused
      throw failure
    }),
    api(event).GET('/configuration').then(dataOrError),
  ])
  if (Array.isArray(result)) return answer(event, ignoring(exploration, result), list, count)

  const labelled = await withChosenValues(event, exploration, result.facets)
  if (labelled.unknown.length) {
    return answer(event, ignoring(exploration, labelled.unknown), list, count)
  }
  const found = result.total && count ? await count(query) : result.total
  const counting = count ?? (async (each) => (await list({ ...each, limit: 1 })).total)
  const waysOut = found
    ? null
    : await findWaysOut(exploration, lang, place, { list, count: counting })

  return {
    exploration,
    place,
    sort: effectiveSort(exploration, place.near),
    usualSort: effectiveSort({ ...exploration, sort: null }, place.near),
    result: { ...result, facets: labelled.facets },
    waysOut,
    configuration,
    mapQuery: mapQuery(query).toString(),
  }
}

export interface Explored<Card> {
  exploration: Exploration
  place: ResolvedPlace
  sort: Sorting
  usualSort: Sorting
  result: List<Card>
  waysOut: WaysOut | null
  configuration: Configuration
  /** The filters as the map takes them. */
  mapQuery: string
}

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
  { chosen, ties }: Exploration,
  facets: List<unknown>['facets'],
) {
  const complete: Record<string, Facet[] | undefined> = { ...facets }
  const unknown: Ignored[] = []
  for (const [name, values] of Object.entries(chosen) as [FacetName, string[]][]) {
    const found = complete[name] ?? []
    // The facets of an answer count a chosen value under its code, whether there is such a thing or not.
    const unnamed = values.filter(
      (value) => (found.find((facet) => facet.value === value)?.label ?? value) === value,
    )
    if (!unnamed.length) continue
    const labels = await labelsOf(event, name, unnamed)
    const isKnown = (value: string) => !labels || labels.has(value)
    unknown.push(...unnamed.filter((value) => !isKnown(value)).map((value) => ({ name, value })))
    const missing = unnamed.filter((value) => !found.some((facet) => facet.value === value))
    complete[name] = [
      ...found,
      ...missing.map((value) => ({ value, label: labels?.get(value) ?? value, count: 0 })),
    ]
  }
  if (ties.with !== undefined) {
    const labels = await labelsOf(event, 'territory', [ties.with])
    const label = labels?.get(ties.with)
    if (label === undefined) unknown.push({ name: 'with', value: ties.with })
    else complete['with'] = [{ value: ties.with, label, count: 0 }]
  }
  return { facets: complete, unknown }
}

/** What in an address the API does not take: themes and skills it does not know, or else what only it can read. */
async function findRefused(event: ExploreEvent, { chosen, cursor }: Exploration) {
  const unknown: Ignored[] = []
  for (const name of ['theme', 'skill'] as const) {
    const values = chosen[name] ?? []
    const labels = values.length > 0 ? await labelsOf(event, name, values) : null
    unknown.push(...values.filter((value) => !labels?.has(value)).map((value) => ({ name, value })))
  }
  if (unknown.length > 0) return unknown
  return [
    ...(cursor ? [{ name: 'cursor', value: cursor }] : []),
    ...(chosen.offers ?? []).map((value) => ({ name: 'offers', value })),
  ]
}

/** Names of what only the API knows, by value; nothing for other filters. */
async function labelsOf(event: ExploreEvent, name: FacetName, values: string[]) {
  const client = api(event)
  const query = { lang: event.params.lang }
  switch (name) {
    case 'theme':
    case 'skill': {
      const answer = await (name === 'theme'
        ? client.GET('/themes', { params: { query } })
        : client.GET('/skills', { params: { query } }))
      return new Map(dataOrError(answer).items.map(({ slug, label }) => [slug, label]))
    }
    case 'offers': {
      const named = await Promise.all(values.map((value) => nameTaken(event, value)))
      return new Map(named.flat())
    }
    case 'practice': {
      const named = await Promise.all(
        values.map(async (slug) => {
          const { data } = await client.GET('/practices/{slug}', {
            params: { path: { slug }, query },
          })
          return data ? [[slug, data.title] as const] : []
        }),
      )
      return new Map(named.flat())
    }
    case 'territory': {
      const named = await Promise.all(
        values.map(async (code) => {
          const params = { path: { code }, query }
          const { data } = await client.GET('/territories/{code}', { params })
          return data ? [[code, data.name] as const] : []
        }),
      )
      return new Map(named.flat())
    }
    default:
      return null
  }
}

/** What a practice takes, in words: the practice, and the line of it that is meant. */
async function nameTaken(event: ExploreEvent, value: string) {
  const [slug = ''] = value.split(':')
  const params = { path: { slug }, query: { lang: event.params.lang, near: '0,0', within: 1 } }
  const { data } = await api(event).GET('/practices/{slug}/feasibility', { params })
  if (!data) return []
  const line = data.lines.find(({ part, key }) => `${slug}:${part}:${key}` === value)
  const label = [line?.label, data.practice.title].filter(Boolean).join(' – ')
  return [[value, label] as const]
}
