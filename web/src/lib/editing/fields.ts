import type { Feature } from '#lib/records/feature.ts'
import {
  actorKinds,
  collaborationKinds,
  linkKinds,
  offerKinds,
  participationRoles,
  practitionerRoles,
  scopes,
} from '#lib/vocabulary/kinds.ts'

export type Named = 'actors' | 'practices'

export type Column =
  | { name: string; input: 'line' | 'prose' | 'date' | 'address' | 'language' | 'skill' }
  | { name: string; input: 'select'; options: readonly string[]; group: string }
  /** A record that is chosen by its name. */
  | { name: string; input: 'record'; named: Named }
  /** Translations of another column, whose original is in the language of the document. */
  | { name: string; input: 'texts'; of: string; isLine?: true }

export type Field =
  | { path: string; input: 'line' | 'address' | 'number' | 'date' | 'language' }
  | { path: string; input: 'select'; options: readonly string[]; group: string; isOptional?: true }
  /** One a line. */
  | { path: string; input: 'lines' | 'words' }
  | { path: string; input: 'concepts'; scheme: 'themes' | 'skills' }
  | { path: 'languages'; input: 'languages' }
  | { path: string; input: 'record'; named: Named }
  | { path: 'location'; input: 'where' }
  /** A town of the gazetteer, or one that is written by hand. */
  | { path: string; input: 'town' }
  | { path: 'images'; input: 'images'; roles: readonly ('logo' | 'picture')[] }
  /** A text in several languages; `own` is where its original is, if not among them. */
  | { path: string; input: 'texts'; isLine?: true; own?: string }
  /** A list; an entry whose `key` column is empty is none. */
  | {
      path: string
      input: 'rows'
      key: string
      columns: readonly Column[]
      isOrdered?: true
      /** The entries are slugs alone. */
      isPlain?: true
    }

export interface Section {
  name: string
  fields: readonly Field[]
}

const line = (path: string): Field => ({ path, input: 'line' })
const texts = (path: string): Field => ({ path: `texts.${path}`, input: 'texts' })

const work = (suggestions: readonly Field[]): Section => ({
  name: 'work',
  fields: [
    { path: 'themes', input: 'concepts', scheme: 'themes' },
    { path: 'skills', input: 'concepts', scheme: 'skills' },
    ...suggestions,
  ],
})

const exchange = (path: 'offers' | 'needs'): Field => ({
  path,
  input: 'rows',
  key: 'text',
  columns: [
    { name: 'text', input: 'prose' },
    { name: 'kind', input: 'select', options: offerKinds, group: 'offerKind' },
    { name: 'skill', input: 'skill' },
    { name: 'language', input: 'language' },
    { name: 'endsOn', input: 'date' },
  ],
})

/** Addresses of the web with what they show. */
const addresses = (path: 'links' | 'materials', kind: readonly Column[]): Field => ({
  path,
  input: 'rows',
  key: 'url',
  columns: [
    { name: 'url', input: 'address' },
    ...kind,
    { name: 'title', input: 'line' },
    { name: 'language', input: 'language' },
  ],
})

/** Who takes part, in which role. */
const people = (
  path: 'actors' | 'participants',
  role: Extract<Column, { input: 'select' }>,
  dates: readonly Column[] = [],
): Field => ({
  path,
  input: 'rows',
  key: 'slug',
  columns: [{ name: 'slug', input: 'record', named: 'actors' }, role, ...dates],
})

const entitled: readonly Field[] = [
  line('title'),
  { path: 'language', input: 'language' },
  { path: 'texts.title', input: 'texts', isLine: true, own: 'title' },
]

/** Roles and resources: a line each, and what it is in other languages. */
const parts = (path: 'roles' | 'resources'): Field => ({
  path,
  input: 'rows',
  key: 'text',
  isOrdered: true,
  columns: [
    { name: 'text', input: 'line' },
    { name: 'translations', input: 'texts', of: 'text', isLine: true },
  ],
})

const images = (...roles: ('logo' | 'picture')[]): Section => ({
  name: 'images',
  fields: [{ path: 'images', input: 'images', roles }],
})

/** What each page of editing asks, in the order of its forms. */
export const sections: Record<Feature, readonly Section[]> = {
  actors: [
    {
      name: 'basics',
      fields: [
        line('name'),
        line('shortName'),
        { path: 'kind', input: 'select', options: actorKinds, group: 'actorKind' },
        line('legalForm'),
        { path: 'foundedYear', input: 'number' },
        { path: 'scope', input: 'select', options: scopes, group: 'scope', isOptional: true },
        { path: 'languages', input: 'languages' },
        { path: 'website', input: 'address' },
      ],
    },
    { name: 'texts', fields: [texts('summary'), texts('description')] },
    { name: 'place', fields: [{ path: 'location', input: 'where' }] },
    images('logo', 'picture'),
    work([
      { path: 'suggestedThemes', input: 'words' },
      { path: 'suggestedSkills', input: 'words' },
    ]),
    { name: 'exchange', fields: [exchange('offers'), exchange('needs')] },
    {
      name: 'links',
      fields: [
        addresses('links', [{ name: 'kind', input: 'line' }]),
        {
          path: 'identifiers',
          input: 'rows',
          key: 'value',
          columns: [
            { name: 'scheme', input: 'line' },
            { name: 'value', input: 'line' },
          ],
        },
        line('licence'),
      ],
    },
  ],
  practices: [
    {
      name: 'basics',
      fields: [
        ...entitled,
        { path: 'place', input: 'town' },
        { path: 'adaptedFrom', input: 'record', named: 'practices' },
        line('licence'),
      ],
    },
    {
      name: 'texts',
      fields: [
        ...['summary', 'context', 'aim', 'audience', 'duration', 'evaluation'].map(texts),
        ...['results', 'transferability'].map(texts),
      ],
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
            { name: 'translations.title', input: 'texts', of: 'title', isLine: true },
            { name: 'translations.text', input: 'texts', of: 'text' },
          ],
        },
        parts('roles'),
        parts('resources'),
        addresses('materials', []),
      ],
    },
    images('picture'),
    work([{ path: 'suggestedSkills', input: 'words' }]),
    {
      name: 'actors',
      fields: [
        people('actors', {
          name: 'role',
          input: 'select',
          options: practitionerRoles,
          group: 'part',
        }),
      ],
    },
  ],
  collaborations: [
    {
      name: 'basics',
      fields: [
        ...entitled,
        { path: 'kind', input: 'select', options: collaborationKinds, group: 'collaborationKind' },
        { path: 'start', input: 'date' },
        { path: 'end', input: 'date' },
        line('programme'),
        line('reference'),
        { path: 'website', input: 'address' },
      ],
    },
    { name: 'texts', fields: [texts('summary')] },
    {
      name: 'participants',
      fields: [
        people(
          'participants',
          { name: 'role', input: 'select', options: participationRoles, group: 'role' },
          [
            { name: 'start', input: 'date' },
            { name: 'end', input: 'date' },
          ],
        ),
      ],
    },
    {
      name: 'work',
      fields: [
        { path: 'themes', input: 'concepts', scheme: 'themes' },
        {
          path: 'practices',
          input: 'rows',
          key: 'slug',
          isPlain: true,
          columns: [{ name: 'slug', input: 'record', named: 'practices' }],
        },
      ],
    },
    {
      name: 'links',
      fields: [
        addresses('links', [
          { name: 'kind', input: 'select', options: linkKinds, group: 'linkKind' },
        ]),
      ],
    },
  ],
}
