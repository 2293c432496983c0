import type {
  Actor,
  ActorCard,
  Collaboration,
  CollaborationCard,
  List,
  Practice,
  PracticeCard,
} from '#lib/api/types.ts'
import type { ClusterAnswer, RecordPoint, Section } from './features.ts'
import { toQueryBox, type Box, type Position } from './geometry.ts'

type TitledPoint = Omit<RecordPoint, 'name'> & { title: string }

type SectionAnswer = Omit<ClusterAnswer, 'records'> & {
  actors?: RecordPoint[]
  practices?: TitledPoint[]
  collaborations?: TitledPoint[]
}

/** What is on the map in a box at a zoom, for the filters in `query`. */
export async function fetchClusters(
  section: Section,
  query: string,
  box: Box,
  zoom: number,
  signal: AbortSignal,
): Promise<ClusterAnswer> {
  const params = new URLSearchParams(query)
  // Names of actors are the same in all languages, so that all readers share an answer.
  if (section === 'actors') params.delete('lang')
  params.set('bbox', toQueryBox(box).join())
  params.set('zoom', String(Math.round(zoom)))
  const { clusters, total, actors, practices, collaborations } = await getJson<SectionAnswer>(
    `/api/${section}/clusters?${String(params)}`,
    signal,
  )
  const titled = practices ?? collaborations ?? []
  const records = actors ?? titled.map(({ title, ...point }) => ({ ...point, name: title }))
  return { clusters, total, records }
}

/** The records that share a place, by name. */
export function fetchRecordsIn(
  section: Section,
  query: string,
  box: Box,
  lang: string,
  signal: AbortSignal,
): Promise<List<ActorCard | PracticeCard | CollaborationCard>> {
  const [west, south, east, north] = box
  // Wide enough to hold points that the box rounds away.
  const edge = 2e-5
  const around: Box = [west - edge, south - edge, east + edge, north + edge]
  const params = new URLSearchParams(query)
  params.set('bbox', toQueryBox(around).join())
  params.set('sort', 'name')
  params.set('limit', '50')
  params.set('lang', lang)
  return getJson(`/api/${section}?${String(params)}`, signal)
}

/** One record, for its card. */
export function fetchRecord(
  section: Section,
  slug: string,
  lang: string,
  signal: AbortSignal,
): Promise<Actor | Practice | Collaboration> {
  return getJson(`/api/${section}/${encodeURIComponent(slug)}?lang=${lang}`, signal)
}

/** Where a record is: an actor where it is, the others where those who practise or take part are. */
export function placesOf(record: Actor | Practice | Collaboration): Position[] {
  const locations =
    'practitioners' in record
      ? record.practitioners.map(({ location }) => location)
      : 'participations' in record
        ? record.participations.map(({ actor }) => actor.location)
        : [record.location]
  return locations.flatMap((location): Position[] => {
    const [lng, lat] = location?.coordinates ?? []
    return lng === undefined || lat === undefined ? [] : [[lng, lat]]
  })
}

/** The largest towns in a box, for their names on the map. */
export function fetchPlaceLabels(
  box: Box,
  signal: AbortSignal,
): Promise<{ items: { name: string; coordinates: number[] }[] }> {
  return getJson(`/api/places/labels?bbox=${toQueryBox(box).join()}`, signal)
}

async function getJson<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal, headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`${url}: ${String(response.status)}`)
  return (await response.json()) as T
}
