type Values = Record<string, string>

/** Where an actor is, as its document says it. */
export interface Location {
  point: number[] | null
  precision: string | null
  street: string | null
  postalCode: string | null
  town: string | null
  region: string | null
  country: string | null
  placeId: number | null
  showExact: boolean
}

const words = ['street', 'postalCode', 'town', 'region', 'country', 'precision'] as const
const precisions = ['address', 'town', 'region', 'country']

/** What the form of a place shows of a location. */
export function fromLocation(location: Location): Values {
  const { point, placeId, showExact } = location
  return {
    ...Object.fromEntries(words.map((name) => [name, location[name] ?? ''])),
    lng: point ? String(point[0]) : '',
    lat: point ? String(point[1]) : '',
    placeId: placeId === null ? '' : String(placeId),
    coarse: showExact ? '' : 'yes',
    nowhere: point === null && location.country === null ? 'yes' : '',
  }
}

/** The location that the form of a place says; a place of the gazetteer is named by its number while its words stand. */
export function toLocation(values: Values, before: Location): Location {
  const text = (name: string) => (values[name] ?? '').trim() || null
  const [lng, lat] = ['lng', 'lat'].map((name) => Number((values[name] ?? '').replace(',', '.')))
  const hasPoint = text('lng') !== null && text('lat') !== null
  const said = Object.fromEntries(words.map((name) => [name, text(name)])) as Pick<
    Location,
    (typeof words)[number]
  >
  if (values['nowhere'] === 'yes' && !hasPoint) {
    const nothing = Object.fromEntries(words.map((name) => [name, null])) as typeof said
    return { ...nothing, point: null, placeId: null, showExact: before.showExact }
  }
  const precision = precisions.includes(said.precision ?? '') ? said.precision : 'town'
  return {
    ...said,
    country: said.country?.toUpperCase() ?? null,
    point: hasPoint ? [lng ?? 0, lat ?? 0] : null,
    precision: hasPoint ? precision : said.precision,
    placeId: Number(text('placeId')) || null,
    showExact: values['coarse'] !== 'yes',
  }
}

/** Whether the words of a place were changed by hand, so that its number and point say something else. */
export const isElsewhere = (before: Location, after: Location): boolean =>
  (before.town !== after.town || before.country !== after.country) &&
  before.placeId === after.placeId &&
  JSON.stringify(before.point) === JSON.stringify(after.point)
