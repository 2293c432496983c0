import {
  activityKinds,
  activityModes,
  actorKinds,
  collaborationKinds,
  collaborationLinkKinds,
  geographicScopes,
  locationPrecisions,
  participationRoles,
  practitionerRoles,
  type importedFeatures,
} from '@maillage/db'

export type Feature = (typeof importedFeatures)[number]

/** How a field is read out of its cells. */
export type FieldDefinition =
  // `lines`: of several lines, which commas join.
  | { type: 'text'; limit?: number; lines?: boolean }
  | { type: 'prose' }
  | { type: 'texts' }
  | { type: 'references' }
  | { type: 'number' }
  | { type: 'year' }
  | { type: 'date' }
  | { type: 'url' }
  | { type: 'country' }
  | { type: 'language' }
  | { type: 'languages' }
  | { type: 'coordinates' }
  | { type: 'choice'; choices: readonly string[]; otherwise?: string }
  | { type: 'concepts'; scheme: 'theme' | 'skill' }

const text: FieldDefinition = { type: 'text' }
/** What records are known by, which an index must hold. */
const key: FieldDefinition = { type: 'text', limit: 500 }
const url: FieldDefinition = { type: 'url' }
const prose: FieldDefinition = { type: 'prose' }
const provenance = { sourceUrl: url, licence: text }
const period = { start: { type: 'date' }, end: { type: 'date' } } as const

/** The fields of each feature that a mapping can feed; `:*` stands for a language, a kind or a scheme. */
export const featureFields: Record<Feature, Record<string, FieldDefinition>> = {
  actors: {
    id: key,
    slug: key,
    name: { type: 'text', limit: 300 },
    shortName: text,
    kind: { type: 'choice', choices: actorKinds, otherwise: 'other' },
    legalForm: text,
    languages: { type: 'languages' },
    website: url,
    foundedYear: { type: 'year' },
    street: { type: 'text', lines: true },
    postalCode: text,
    town: text,
    region: text,
    country: { type: 'country' },
    latitude: { type: 'number' },
    longitude: { type: 'number' },
    coordinates: { type: 'coordinates' },
    precision: { type: 'choice', choices: locationPrecisions },
    place: { type: 'number' },
    scope: { type: 'choice', choices: geographicScopes },
    themes: { type: 'concepts', scheme: 'theme' },
    skills: { type: 'concepts', scheme: 'skill' },
    'summary:*': prose,
    'description:*': prose,
    'link:*': url,
    'identifier:*': key,
    ...provenance,
  },
  practices: {
    id: key,
    slug: key,
    title: { type: 'text', limit: 300 },
    language: { type: 'language' },
    'title:*': text,
    'summary:*': prose,
    'context:*': prose,
    'aim:*': prose,
    'audience:*': prose,
    'duration:*': prose,
    'evaluation:*': prose,
    'results:*': prose,
    'transferability:*': prose,
    themes: { type: 'concepts', scheme: 'theme' },
    skills: { type: 'concepts', scheme: 'skill' },
    roles: { type: 'texts' },
    resources: { type: 'texts' },
    steps: { type: 'texts' },
    practitioners: { type: 'references' },
    practitionerRole: { type: 'choice', choices: practitionerRoles },
    town: text,
    country: { type: 'country' },
    ...provenance,
  },
  collaborations: {
    id: key,
    slug: key,
    title: { type: 'text', limit: 500 },
    language: { type: 'language' },
    kind: { type: 'choice', choices: collaborationKinds, otherwise: 'project' },
    programme: { type: 'text', limit: 300 },
    reference: key,
    website: url,
    ...period,
    'title:*': text,
    'summary:*': prose,
    themes: { type: 'concepts', scheme: 'theme' },
    ...provenance,
  },
  participations: {
    collaboration: key,
    actor: key,
    role: { type: 'choice', choices: participationRoles, otherwise: 'partner' },
    ...period,
    sourceUrl: url,
  },
  activities: {
    collaboration: key,
    kind: { type: 'choice', choices: activityKinds, otherwise: 'event' },
    title: { type: 'text', limit: 500 },
    language: { type: 'language' },
    ...period,
    mode: { type: 'choice', choices: activityModes, otherwise: 'in_person' },
    town: text,
    country: { type: 'country' },
    latitude: { type: 'number' },
    longitude: { type: 'number' },
    coordinates: { type: 'coordinates' },
    host: key,
    sourceUrl: url,
  },
  links: {
    collaboration: key,
    kind: { type: 'choice', choices: collaborationLinkKinds, otherwise: 'website' },
    title: text,
    url,
    language: { type: 'language' },
  },
  themes: {
    id: key,
    broader: text,
    'label:*': text,
    'synonyms:*': { type: 'texts' },
    'match:*': { type: 'texts' },
    sourceUrl: url,
  },
  skills: {
    id: key,
    broader: text,
    'label:*': text,
    'synonyms:*': { type: 'texts' },
    'match:*': { type: 'texts' },
    sourceUrl: url,
  },
}

/** What must be there for a row to say anything. */
export const requiredFields: Record<Feature, readonly string[]> = {
  actors: ['name'],
  practices: ['title'],
  collaborations: ['title'],
  participations: ['collaboration', 'actor'],
  activities: ['collaboration', 'title'],
  links: ['collaboration', 'url'],
  themes: ['id'],
  skills: ['id'],
}

/** The definition of a field by its name in a mapping: `summary:fr` is one of `summary:*`. */
export function findField(feature: Feature, name: string): FieldDefinition | undefined {
  const fields = featureFields[feature]
  const colon = name.indexOf(':')
  return colon < 0 ? fields[name] : fields[`${name.slice(0, colon)}:*`]
}
