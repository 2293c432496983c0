import type { GazetteerPlace } from '#lib/api/types.ts'
import type { Language } from '#lib/i18n/languages.ts'
import { findPlaces, namesakes } from './find-place.ts'

/** A town as controls hold it. */
export interface Town {
  town: string
  country: string
  /** Of the gazetteer; empty where the town is written by hand. */
  placeId: string
}

export const noTown: Town = { town: '', country: '', placeId: '' }

/** A place of the gazetteer as a town. */
export const toTown = ({ id, name, country }: GazetteerPlace): Town => ({
  town: name,
  country,
  placeId: /^\d+$/.test(id) ? id : '',
})

/** A place as the value of a choice. */
export const townChoice = (place: GazetteerPlace): string => JSON.stringify(toTown(place))

function readTownChoice(choice: string): Town | undefined {
  if (choice === '') return undefined
  try {
    const said = JSON.parse(choice) as Partial<Record<keyof Town, unknown>>
    const text = (name: keyof Town) => (typeof said[name] === 'string' ? said[name] : '')
    return { town: text('town'), country: text('country'), placeId: text('placeId') }
  } catch {
    return undefined
  }
}

interface Asked {
  fetch: typeof fetch
  url: URL
  params: { lang: Language }
}

/** The town that a field says: the one that stands, or the one that was typed; or what the words may mean. */
export async function findTown(
  event: Asked,
  { typed, known, choice }: { typed: string; known: string; choice: string },
): Promise<{ town?: Town; places?: GazetteerPlace[] }> {
  const chosen = readTownChoice(choice)
  if (chosen) return { town: chosen }
  if (typed === known) return {}
  if (typed === '') return { town: noTown }
  const found = await findPlaces(event, typed, event.params.lang)
  const [best] = found
  if (!best) return { places: [] }
  const others = namesakes(found, typed)
  return others.length > 0 ? { places: [best, ...others] } : { town: toTown(best) }
}
