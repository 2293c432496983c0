import { isSlug, SLUG } from '#lib/api/slug.ts'
import type { ActorCard, CollaborationCard } from '#lib/api/types.ts'

export type Section = 'actors' | 'practices' | 'collaborations'

export type FacetName =
  | 'theme'
  | 'skill'
  | 'kind'
  | 'country'
  | 'language'
  | 'territory'
  | 'programme'
  | 'freshness'
  | 'offers'
  | 'practice'

/** The compiler asks for each kind that the API names. */
const actorKinds: Record<ActorCard['kind'], true> = {
  association: true,
  cooperative: true,
  social_enterprise: true,
  network: true,
  public_institution: true,
  foundation: true,
  university: true,
  cultural_venue: true,
  informal_group: true,
  company: true,
  other: true,
}
const freshnessLevels: Record<ActorCard['freshness'], true> = {
  fresh: true,
  ageing: true,
  old: true,
  unknown: true,
}
const collaborationKinds: Record<CollaborationCard['kind'], true> = {
  project: true,
  network: true,
  event: true,
  place_sharing: true,
  partnership: true,
}

const MOST_CHARACTERS = 300
const UNKNOWN_REGION = 'ZZ'
const TERRITORY = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/
/** A practice, or a line of what it takes. */
const TAKEN = new RegExp(`^${SLUG}(:(role|resource|skill):${SLUG})?$`)
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/

const regions = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })

/** Whether a value can be one of this filter's; which themes, skills and territories there are, only the API knows. */
export function isPossible(section: Section, facet: FacetName, value: string): boolean {
  switch (facet) {
    case 'kind':
      return Object.hasOwn(section === 'collaborations' ? collaborationKinds : actorKinds, value)
    case 'country':
      return /^[A-Z]{2}$/.test(value) && value !== UNKNOWN_REGION && regions.of(value) !== undefined
    case 'language':
      return /^[a-z]{2,3}$/.test(value) && languages.of(value) !== undefined
    case 'theme':
    case 'skill':
      return isSlug(value, 100)
    case 'practice':
      return isSlug(value)
    case 'territory':
      return TERRITORY.test(value)
    case 'offers':
      return TAKEN.test(value) && value.length <= 320
    case 'freshness':
      return Object.hasOwn(freshnessLevels, value)
    case 'programme':
      return value.length <= MOST_CHARACTERS && !CONTROL.test(value)
  }
}
