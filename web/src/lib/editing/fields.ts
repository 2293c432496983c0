import type { Feature } from '#lib/records/feature.ts'

export type Column =
  | { name: string; input: 'line' | 'prose' | 'date' | 'address' | 'language' | 'skill' }
  | { name: string; input: 'select'; options: readonly string[]; group: string }

export type Field =
  | { path: string; input: 'line' | 'address' | 'number' | 'date' | 'language' | 'check' }
  | { path: string; input: 'select'; options: readonly string[]; group: string; isOptional?: true }
  /** One a line. */
  | { path: string; input: 'lines' | 'words' }
  | { path: string; input: 'concepts'; scheme: 'themes' | 'skills' }
  /** A text in several languages; `own` is where its original is, if not among them. */
  | { path: string; input: 'texts'; isLine?: true; own?: string }
  /** A list; an entry whose `key` column is emptied goes. */
  | { path: string; input: 'rows'; key: string; columns: readonly Column[]; isOrdered?: true }

export interface Section {
  name: string
  fields: readonly Field[]
}

const actorKinds = [
  'association',
  'cooperative',
  'social_enterprise',
  'network',
  'public_institution',
  'foundation',
  'university',
  'cultural_venue',
  'informal_group',
  'company',
  'other',
] as const
const scopes = ['local', 'regional', 'national', 'international'] as const
const precisions = ['address', 'town', 'region', 'country'] as const
const offerKinds = [
  'skill',
  'space',
  'equipment',
  'training',
  'funding_experience',
  'network',
  'partner',
] as const
const collaborationKinds = ['project', 'network', 'event', 'place_sharing', 'partnership'] as const
const participationRoles = ['coordinator', 'partner', 'member', 'host', 'associate'] as const
const practitionerRoles = ['originates', 'practises', 'transmits'] as const
const collaborationLinkKinds = ['website', 'article', 'result', 'video'] as const

const exchange: readonly Column[] = [
  { name: 'text', input: 'prose' },
  { name: 'kind', input: 'select', options: offerKinds, group: 'offerKind' },
  { name: 'skill', input: 'skill' },
  { name: 'language', input: 'language' },
  { name: 'endsOn', input: 'date' },
]

const work = (suggestions: readonly Field[]): Section => ({
  name: 'work',
  fields: [
    { path: 'themes', input: 'concepts', scheme: 'themes' },
    { path: 'skills', input: 'concepts', scheme: 'skills' },
    ...suggestions,
  ],
})

/** What each page of editing asks, in the order of its forms. */
export const sections: Record<Feature, readonly Section[]> = {
  actors: [
    {
      name: 'basics',
      fields: [
        { path: 'name', input: 'line' },
        { path: 'shortName', input: 'line' },
        { path: 'kind', input: 'select', options: actorKinds, group: 'actorKind' },
        { path: 'legalForm', input: 'line' },
        { path: 'foundedYear', input: 'number' },
        { path: 'scope', input: 'select', options: scopes, group: 'scope', isOptional: true },
        { path: 'languages', input: 'lines' },
        { path: 'website', input: 'address' },
      ],
    },
    {
      name: 'texts',
      fields: [
        { path: 'texts.summary', input: 'texts' },
        { path: 'texts.description', input: 'texts' },
      ],
    },
    {
      name: 'place',
      fields: [
        { path: 'location.town', input: 'line' },
        { path: 'location.region', input: 'line' },
        { path: 'location.country', input: 'line' },
        { path: 'location.street', input: 'line' },
        { path: 'location.postalCode', input: 'line' },
        { path: 'location.latitude', input: 'number' },
        { path: 'location.longitude', input: 'number' },
        {
          path: 'location.precision',
          input: 'select',
          options: precisions,
          group: 'edit.precision',
          isOptional: true,
        },
        { path: 'location.showExact', input: 'check' },
      ],
    },
    work([
      { path: 'suggestedThemes', input: 'words' },
      { path: 'suggestedSkills', input: 'words' },
    ]),
    {
      name: 'exchange',
      fields: [
        { path: 'offers', input: 'rows', key: 'text', columns: exchange },
        { path: 'needs', input: 'rows', key: 'text', columns: exchange },
      ],
    },
    {
      name: 'links',
      fields: [
        {
          path: 'links',
          input: 'rows',
          key: 'url',
          columns: [
            { name: 'url', input: 'address' },
            { name: 'kind', input: 'line' },
            { name: 'title', input: 'line' },
            { name: 'language', input: 'language' },
          ],
        },
        {
          path: 'identifiers',
          input: 'rows',
          key: 'value',
          columns: [
            { name: 'scheme', input: 'line' },
            { name: 'value', input: 'line' },
          ],
        },
        { path: 'licence', input: 'line' },
      ],
    },
  ],
  practices: [
    {
      name: 'basics',
      fields: [
        { path: 'title', input: 'line' },
        { path: 'language', input: 'language' },
        { path: 'texts.title', input: 'texts', isLine: true, own: 'title' },
        { path: 'place.town', input: 'line' },
        { path: 'place.country', input: 'line' },
        { path: 'adaptedFrom', input: 'line' },
        { path: 'licence', input: 'line' },
      ],
    },
    {
      name: 'texts',
      fields: (
        ['summary', 'context', 'aim', 'audience', 'duration', 'evaluation', 'results'] as const
      )
        .map((field): Field => ({ path: `texts.${field}`, input: 'texts' }))
        .concat({ path: 'texts.transferability', input: 'texts' }),
    },
    {
      name: 'recipe',
      fields: [
        {
          path: 'steps',
          input: 'rows',
          key: 'title',
          isOrdered: true,
          columns: [
            { name: 'title', input: 'line' },
            { name: 'text', input: 'prose' },
          ],
        },
        {
          path: 'roles',
          input: 'rows',
          key: 'text',
          isOrdered: true,
          columns: [{ name: 'text', input: 'line' }],
        },
        {
          path: 'resources',
          input: 'rows',
          key: 'text',
          isOrdered: true,
          columns: [{ name: 'text', input: 'line' }],
        },
        {
          path: 'materials',
          input: 'rows',
          key: 'url',
          columns: [
            { name: 'url', input: 'address' },
            { name: 'title', input: 'line' },
            { name: 'language', input: 'language' },
          ],
        },
      ],
    },
    work([{ path: 'suggestedSkills', input: 'words' }]),
    {
      name: 'actors',
      fields: [
        {
          path: 'actors',
          input: 'rows',
          key: 'slug',
          columns: [
            { name: 'slug', input: 'line' },
            { name: 'role', input: 'select', options: practitionerRoles, group: 'part' },
          ],
        },
      ],
    },
  ],
  collaborations: [
    {
      name: 'basics',
      fields: [
        { path: 'title', input: 'line' },
        { path: 'language', input: 'language' },
        { path: 'texts.title', input: 'texts', isLine: true, own: 'title' },
        { path: 'kind', input: 'select', options: collaborationKinds, group: 'collaborationKind' },
        { path: 'start', input: 'date' },
        { path: 'end', input: 'date' },
        { path: 'programme', input: 'line' },
        { path: 'reference', input: 'line' },
        { path: 'website', input: 'address' },
      ],
    },
    { name: 'texts', fields: [{ path: 'texts.summary', input: 'texts' }] },
    {
      name: 'participants',
      fields: [
        {
          path: 'participants',
          input: 'rows',
          key: 'slug',
          columns: [
            { name: 'slug', input: 'line' },
            { name: 'role', input: 'select', options: participationRoles, group: 'role' },
            { name: 'start', input: 'date' },
            { name: 'end', input: 'date' },
          ],
        },
      ],
    },
    {
      name: 'work',
      fields: [
        { path: 'themes', input: 'concepts', scheme: 'themes' },
        { path: 'practices', input: 'lines' },
      ],
    },
    {
      name: 'links',
      fields: [
        {
          path: 'links',
          input: 'rows',
          key: 'url',
          columns: [
            { name: 'url', input: 'address' },
            { name: 'kind', input: 'select', options: collaborationLinkKinds, group: 'linkKind' },
            { name: 'title', input: 'line' },
            { name: 'language', input: 'language' },
          ],
        },
      ],
    },
  ],
}
