/** What the API answers. Plain aliases, to be taken from the generated schema. */
/** `[lng, lat]`; a plain array, because openapi-fetch does not keep tuples. */
export type Position = number[]
export type Point = { type: 'Point'; coordinates: Position }
export type Text = { text: string; language: string | null }
export type Concept = { slug: string; label: string }
export type Place = {
  town: string | null
  region: string | null
  country: string | null
  countryName: string | null
}
export type Role = 'coordinator' | 'partner' | 'member' | 'host' | 'associate'
export type PracticeRole = 'originates' | 'practises' | 'transmits'
export type Source = {
  name: string
  url: string | null
  licence: string | null
  importedAt: string | null
}
export type Facet = { value: string; label: string; count: number }
export type Correction = { from: string; to: string }
export type List<Card> = {
  items: Card[]
  total: number
  located?: number
  facets: Record<string, Facet[]>
  next: string | null
  corrected: Correction[]
}

export type ActorCard = {
  slug: string
  name: string
  shortName: string | null
  kind: string
  summary: Text | null
  place: Place
  location: Point | null
  precision: 'address' | 'town' | 'region' | 'country' | null
  distanceMeters: number | null
  themes: Concept[]
  languages: string[]
  practiceCount: number
  tieCount: number
  matchedIn: ('name' | 'place' | 'theme' | 'text')[]
  lastConfirmedAt: string | null
  updatedAt: string
}

export type Offer = { kind: string; text: Text; skill: Concept | null; endsOn: string | null }
export type Tie = {
  collaboration: {
    slug: string
    title: string
    kind: string
    start: string | null
    end: string | null
  }
  role: Role
  evidence: string
  partners: { slug: string; name: string; country: string | null; role: Role }[]
  partnerCount: number
}

export type Actor = ActorCard & {
  description: Text | null
  legalForm: string | null
  skills: Concept[]
  website: string | null
  links: { kind: string; url: string; title: string | null; language: string | null }[]
  foundedYear: number | null
  address: {
    street: string | null
    postalCode: string | null
    town: string | null
    region: string | null
    country: string | null
  } | null
  scope: string | null
  offers: Offer[]
  needs: Offer[]
  practices: { slug: string; title: string; summary: Text | null; role: PracticeRole }[]
  ties: Tie[]
  territories: { code: string; name: string; level: number }[]
  identifiers: { scheme: string; value: string }[]
  source: Source
  createdAt: string
}

export type Practitioner = {
  slug: string
  name: string
  town: string | null
  country: string | null
  role: PracticeRole
}

export type PracticeCard = {
  slug: string
  title: string
  language: string | null
  summary: Text | null
  themes: Concept[]
  skills: Concept[]
  place: Place
  stepCount: number
  practitioners: Practitioner[]
  practitionerCount: number
  distanceMeters: number | null
  matchedIn: string[]
  lastConfirmedAt: string | null
  updatedAt: string
}

export type Practice = Omit<PracticeCard, 'practitioners'> & {
  context: Text | null
  aim: Text | null
  audience: Text | null
  duration: Text | null
  evaluation: Text | null
  results: Text | null
  transferability: Text | null
  roles: string[]
  resources: string[]
  steps: { title: string; text: string | null }[]
  licence: string | null
  materials: { url: string; title: string | null; language: string | null }[]
  adaptedFrom: { slug: string; title: string } | null
  adaptations: { slug: string; title: string }[]
  practitioners: (Practitioner & { kind: string; location: Point | null })[]
  adoptions: {
    actor: { slug: string; name: string } | null
    place: Place
    on: string | null
    adaptation: Text | null
    outcome: Text | null
  }[]
  source: Source
  createdAt: string
}

export type CollaborationCard = {
  slug: string
  title: string
  kind: string
  summary: Text | null
  programme: string | null
  reference: string | null
  start: string | null
  end: string | null
  themes: Concept[]
  participantCount: number
  countryCount: number
  countries: string[]
  coordinator: { slug: string; name: string } | null
  matchedIn: string[]
  updatedAt: string
  lastConfirmedAt: string | null
}

export type Participation = {
  actor: {
    slug: string
    name: string
    kind: string
    town: string | null
    country: string | null
    location: Point | null
  }
  role: Role
  start: string | null
  end: string | null
  evidence: string
}

export type Activity = {
  kind: string
  title: string
  start: string | null
  end: string | null
  mode: 'in_person' | 'online' | null
  town: string | null
  country: string | null
  location: Point | null
  host: { slug: string; name: string } | null
}

export type Collaboration = CollaborationCard & {
  website: string | null
  links: { kind: string; title: string | null; url: string; language: string | null }[]
  participations: Participation[]
  activities: Activity[]
  practices: { slug: string; title: string }[]
  source: Source
  createdAt: string
}

export type GazetteerPlace = {
  id: string | number
  name: string
  region: string | null
  country: string | null
  countryName: string | null
  coordinates: Position
  population: number | null
  postalCode: string | null
}

export type Theme = Concept & { broader: string | null; count: number }
export type Statistics = {
  actors: number
  countries: number
  practices: number
  collaborations: number
}
export type Configuration = {
  tileUrl: string | null
  tileAttribution: string | null
  pmtilesUrl: string | null
  attribution: string[]
}

type Query = Record<string, string | string[] | number | boolean | undefined>
type Answer<Body, Path extends Record<string, string> | undefined = undefined> = {
  get: {
    parameters: Path extends undefined ? { query?: Query } : { path: Path; query?: Query }
    responses: {
      200: { content: { 'application/json': Body } }
      default: { content: { 'application/problem+json': Problem } }
    }
  }
}

export type Problem = { status: number; code: string; title?: string; detail?: string }

export interface paths {
  '/actors': Answer<List<ActorCard>>
  '/actors/{slug}': Answer<Actor, { slug: string }>
  '/practices': Answer<List<PracticeCard>>
  '/practices/{slug}': Answer<Practice, { slug: string }>
  '/collaborations': Answer<List<CollaborationCard>>
  '/collaborations/{slug}': Answer<Collaboration, { slug: string }>
  '/places': Answer<{ items: GazetteerPlace[] }>
  '/themes': Answer<{ items: Theme[] }>
  '/skills': Answer<{ items: Concept[] }>
  '/statistics': Answer<Statistics>
  '/configuration': Answer<Configuration>
}
