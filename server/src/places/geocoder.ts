import Type from 'typebox'
import Value from 'typebox/value'
import type { Language, Position } from '../http/schema.ts'

/** A place or address that a text may mean. */
export interface Whereabouts {
  label: string
  street: string | null
  postalCode: string | null
  town: string | null
  region: string | null
  country: string
  coordinates: Position
  precision: 'address' | 'town'
}

const TIMEOUT_MS = 4_000
const MOST_KEPT = 500
const MOST_FOUND = 6

const Words = Type.Optional(Type.String())

/** What Nominatim and those compatible with it answer (`format=jsonv2`), as far as it is used. */
const Answer = Type.Array(
  Type.Object({
    lat: Type.String(),
    lon: Type.String(),
    display_name: Type.String(),
    address: Type.Optional(
      Type.Object({
        house_number: Words,
        road: Words,
        postcode: Words,
        city: Words,
        town: Words,
        village: Words,
        municipality: Words,
        hamlet: Words,
        county: Words,
        state: Words,
        country_code: Words,
      }),
    ),
  }),
)

/** Asks the geocoder that the operator chose; answers are kept for a while, so that nothing is asked twice. */
export function geocoder(url: string, fetchAnswer: typeof fetch = fetch) {
  const kept = new Map<string, Whereabouts[]>()

  return async (text: string, language: Language): Promise<Whereabouts[]> => {
    const key = `${language} ${text.trim().toLowerCase()}`
    const known = kept.get(key)
    if (known) return known
    const address = new URL(url)
    const query = { q: text, format: 'jsonv2', addressdetails: '1', limit: String(MOST_FOUND) }
    for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
    address.searchParams.set('accept-language', language)
    const response = await fetchAnswer(address, {
      headers: { 'user-agent': 'Maillage', accept: 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    })
    if (!response.ok) throw new Error(`The geocoder answers ${String(response.status)}`)
    const answer: unknown = await response.json()
    if (!Value.Check(Answer, answer)) throw new Error('The geocoder answers in another form')
    const found = answer.flatMap(toWhereabouts)
    kept.set(key, found)
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break
      kept.delete(oldest)
    }
    return found
  }
}

function toWhereabouts({
  lat,
  lon,
  display_name: label,
  address,
}: Type.Static<typeof Answer>[number]) {
  const coordinates: Position = [Number(lon), Number(lat)]
  const country = address?.country_code?.toUpperCase()
  if (!country || !coordinates.every(Number.isFinite)) return []
  const { road, house_number: number, city, town, village, municipality, hamlet } = address ?? {}
  const found: Whereabouts = {
    label,
    // The order of street and number differs by country, and their own label has it right.
    street: road ? streetIn(label, road, number) : null,
    postalCode: address?.postcode ?? null,
    town: city ?? town ?? village ?? municipality ?? hamlet ?? null,
    region: address?.state ?? address?.county ?? null,
    country,
    coordinates,
    precision: road ? 'address' : 'town',
  }
  return [found]
}

function streetIn(label: string, road: string, number: string | undefined): string {
  if (!number) return road
  return label.startsWith(number) ? `${number} ${road}` : `${road} ${number}`
}
