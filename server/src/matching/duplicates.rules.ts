import { fold } from '../http/fold.ts'
import type { Position } from '../http/schema.ts'
import { compareNames, type NameLikeness } from './names.rules.ts'
import { compareWebsites, readWebsite } from './websites.rules.ts'

/** What is known of an organisation that may be on file already; a name is enough. */
export interface Candidate {
  name: string
  shortName?: string | null | undefined
  website?: string | null | undefined
  country?: string | null | undefined
  town?: string | null | undefined
  at?: Position | null | undefined
  identifiers?: Identifier[] | undefined
}

export interface Identifier {
  scheme: string
  value: string
}

/** An actor on file, as far as it is compared. */
export interface Known {
  name: string
  shortName: string | null
  website: string | null
  country: string | null
  town: string | null
  region: string | null
  /** From the candidate; null where one of the two has no point. */
  distanceMeters: number | null
  /** Whether its point is that of an address, not of a town or region. */
  isAtAddress: boolean
  identifiers: Identifier[]
}

export const duplicateLevels = ['likely', 'possible'] as const
export type DuplicateLevel = (typeof duplicateLevels)[number]

export const duplicateReasons = [
  'same_identifier',
  'same_website',
  'similar_name',
  'same_place',
  'near',
] as const

export interface Reason {
  kind: (typeof duplicateReasons)[number]
  /** What is the same: scheme and value of the identifier, the website's domain, the name, the town. */
  value: string | null
}

export interface Judgement {
  /** 0 to 1, for the order; not a probability. */
  score: number
  level: DuplicateLevel
  reasons: Reason[]
}

type NameGrade = NameLikeness['grade']
type PlaceGrade = 'here' | 'near' | 'unknown' | 'elsewhere'
/** `own`: the same, and of few; `shared`: of one domain, or of many actors on file. */
type WebsiteGrade = 'own' | 'shared' | 'unknown' | 'different'

const HERE_METERS = 300
const NEAR_METERS = 5_000
/** Towns of one name, or a big city's ends. */
const SAME_TOWN_METERS = 30_000
/** A website of more actors than this is that of an umbrella, an office or a landlord. */
const MOST_OWNERS = 2

const LIKELY = 0.7
const POSSIBLE = 0.4

/**
 * How much speaks for one organisation, by name, place and website.
 * From `LIKELY` on it probably is; below `POSSIBLE` it is not worth showing.
 */
const SCORES: Record<NameGrade, Record<PlaceGrade, Record<WebsiteGrade, number>>> = {
  equal: {
    here: { own: 0.99, shared: 0.95, unknown: 0.95, different: 0.9 },
    near: { own: 0.95, shared: 0.8, unknown: 0.85, different: 0.7 },
    unknown: { own: 0.95, shared: 0.65, unknown: 0.6, different: 0.5 },
    elsewhere: { own: 0.65, shared: 0.5, unknown: 0.5, different: 0.4 },
  },
  close: {
    here: { own: 0.97, shared: 0.85, unknown: 0.8, different: 0.6 },
    near: { own: 0.9, shared: 0.6, unknown: 0.6, different: 0.4 },
    unknown: { own: 0.85, shared: 0.5, unknown: 0.4, different: 0.2 },
    elsewhere: { own: 0.55, shared: 0.3, unknown: 0.2, different: 0.1 },
  },
  shared: {
    here: { own: 0.85, shared: 0.5, unknown: 0.5, different: 0.3 },
    near: { own: 0.6, shared: 0.3, unknown: 0.25, different: 0.1 },
    unknown: { own: 0.55, shared: 0.2, unknown: 0.2, different: 0.1 },
    elsewhere: { own: 0.4, shared: 0.1, unknown: 0.1, different: 0 },
  },
  other: {
    here: { own: 0.75, shared: 0.2, unknown: 0.15, different: 0.05 },
    near: { own: 0.5, shared: 0.1, unknown: 0.1, different: 0 },
    unknown: { own: 0.5, shared: 0.1, unknown: 0, different: 0 },
    elsewhere: { own: 0.3, shared: 0, unknown: 0, different: 0 },
  },
}

/** Whether an actor on file may be the candidate, and why; undefined where nothing speaks for it. */
export function judge(
  candidate: Candidate,
  known: Known,
  websiteOwners: number,
): Judgement | undefined {
  const shared = sharedIdentifier(candidate, known)
  const name = likestName(candidate, known)
  const place = gradePlace(candidate, known)
  const website = gradeWebsite(candidate, known, websiteOwners)
  const score = shared
    ? 1
    : SCORES[name.grade][place.grade][website] + 0.01 * Math.min(name.similarity, 1)
  if (score < POSSIBLE) return undefined
  const reasons: Reason[] = []
  if (shared) reasons.push({ kind: 'same_identifier', value: `${shared.scheme}:${shared.value}` })
  if (website === 'own' || website === 'shared') {
    reasons.push({ kind: 'same_website', value: readWebsite(known.website ?? '')?.domain ?? null })
  }
  if (name.grade !== 'other') reasons.push({ kind: 'similar_name', value: known.name })
  if (place.isSameTown) reasons.push({ kind: 'same_place', value: known.town })
  if (known.distanceMeters !== null && (place.grade === 'here' || place.grade === 'near')) {
    reasons.push({ kind: 'near', value: null })
  }
  return {
    score: Math.round(Math.min(score, 1) * 1000) / 1000,
    level: score >= LIKELY ? 'likely' : 'possible',
    reasons,
  }
}

const identity = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

function sharedIdentifier({ identifiers = [] }: Candidate, known: Known): Identifier | undefined {
  return known.identifiers.find(({ scheme, value }) =>
    identifiers.some(
      (ours) => ours.scheme === scheme && value !== '' && identity(ours.value) === identity(value),
    ),
  )
}

function likestName(candidate: Candidate, known: Known): NameLikeness {
  const places = [candidate.town, known.town, known.region].filter((text) => text != null)
  const ours = [candidate.name, candidate.shortName].filter((text) => text != null)
  const theirs = [known.name, known.shortName].filter((text) => text != null)
  const order: NameGrade[] = ['equal', 'close', 'shared', 'other']
  return (
    ours
      .flatMap((our) => theirs.map((their) => compareNames(our, their, places)))
      .sort(
        (one, other) =>
          order.indexOf(one.grade) - order.indexOf(other.grade) ||
          other.similarity - one.similarity,
      )[0] ?? { grade: 'other', similarity: 0 }
  )
}

function gradePlace(
  candidate: Candidate,
  { town, country, distanceMeters, isAtAddress }: Known,
): { grade: PlaceGrade; isSameTown: boolean } {
  const isElsewhere = Boolean(candidate.country && country && candidate.country !== country)
  const isSameTown =
    !isElsewhere &&
    Boolean(candidate.town && town && fold(candidate.town) === fold(town)) &&
    (distanceMeters === null || distanceMeters <= SAME_TOWN_METERS)
  if (isElsewhere) return { grade: 'elsewhere', isSameTown }
  if (distanceMeters !== null && distanceMeters <= HERE_METERS && isAtAddress) {
    return { grade: 'here', isSameTown }
  }
  if (isSameTown || (distanceMeters !== null && distanceMeters <= NEAR_METERS)) {
    return { grade: 'near', isSameTown }
  }
  const isKnown = distanceMeters !== null || Boolean(candidate.town && town)
  return { grade: isKnown ? 'elsewhere' : 'unknown', isSameTown }
}

/** Whether a website on file is the candidate's. */
export const isSameWebsite = ({ website }: Candidate, known: string | null) =>
  compareWebsites(readWebsite(website ?? ''), readWebsite(known ?? '')) === 'same'

function gradeWebsite(candidate: Candidate, known: Known, owners: number): WebsiteGrade {
  const likeness = compareWebsites(
    readWebsite(candidate.website ?? ''),
    readWebsite(known.website ?? ''),
  )
  if (likeness === 'same') return owners <= MOST_OWNERS ? 'own' : 'shared'
  return likeness === 'related' ? 'shared' : likeness
}
