import fc from 'fast-check'
import {
  actorKinds,
  collaborationKinds,
  collaborationLinkKinds,
  exchangeKinds,
  geographicScopes,
  imageRoles,
  participationRoles,
  practiceTextFields,
  practitionerRoles,
} from '@maillage/db'
import type { WrittenText } from '../http/document.schema.ts'
import type { Documents } from './records.ts'

/** What documents may name: slugs and keys that are there. */
export interface Known {
  themes: string[]
  skills: string[]
  actors: string[]
  practices: string[]
  images: string[]
  places: number[]
}

const FORBIDDEN = /[\p{Cc}\p{Cs}\ufffe\uffff]/u

const line = (maxLength = 40) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength })
    .filter((text) => /\S/.test(text) && !FORBIDDEN.test(text) && text.length <= 60)
const prose = () =>
  fc.array(line(), { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'))
const language = () => fc.constantFrom('en', 'fr', 'hu', 'ro', 'pt', 'it', 'de', 'gsw', 'und')
const address = () => fc.webUrl({ withFragments: true, withQueryParameters: true })
const day = () =>
  fc
    .date({ min: new Date('1000-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const subset = (values: string[]) => fc.subarray(values).map((list) => [...list].sort(byCode))

const byCode = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
const byKey =
  <T>(key: (value: T) => string) =>
  (one: T, other: T) =>
    Buffer.compare(Buffer.from(key(one)), Buffer.from(key(other)))

const translation = (text: fc.Arbitrary<string>) =>
  fc.record({
    language: language(),
    text,
    origin: fc.constantFrom('person' as const, 'machine' as const),
    isStale: fc.boolean(),
  })

/** Translations of something in the language `und`, which they are never in. */
const translations = (text: fc.Arbitrary<string>) =>
  fc
    .uniqueArray(
      translation(text).filter((each) => each.language !== 'und'),
      { selector: (each) => each.language, maxLength: 4 },
    )
    .map((list) => list.sort(byKey((each) => each.language)))

const writtenTexts = (text: fc.Arbitrary<string>) =>
  fc
    .uniqueArray(translation(text), { selector: (each) => each.language, maxLength: 4 })
    .map((list): WrittenText[] =>
      list
        .map((each, n) =>
          n === 0 ? { ...each, origin: 'original' as const, isStale: false } : each,
        )
        .sort(byKey((each) => each.language)),
    )

const suggestions = () =>
  fc
    .uniqueArray(fc.record({ label: line(), language: language() }), {
      selector: (each) => `${each.label} ${each.language}`,
      maxLength: 3,
    })
    .map((list) => list.sort(byKey((each) => `${each.label}\0${each.language}`)))

const images = (keys: string[]) =>
  fc.shuffledSubarray(keys).chain((chosen) =>
    fc.tuple(
      ...chosen.map((key) =>
        fc.record({
          key: fc.constant(key),
          role: fc.constantFrom(...imageRoles),
          alt: fc.dictionary(language(), line(), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
          credit: maybe(line()),
        }),
      ),
    ),
  )

const exchanges = (skills: string[]) =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...exchangeKinds),
      skill: maybe(fc.constantFrom(...skills)),
      language: language(),
      text: prose(),
      endsOn: maybe(day()),
    }),
    { maxLength: 4 },
  )

const location = (places: number[]) =>
  fc
    .record({
      point: maybe(
        fc.tuple(fc.integer({ min: -180e7, max: 180e7 }), fc.integer({ min: -90e7, max: 90e7 })),
      ),
      precision: fc.constantFrom('address' as const, 'town' as const, 'region' as const),
      street: maybe(line()),
      postalCode: maybe(line(10)),
      town: maybe(line()),
      region: maybe(line()),
      country: maybe(fc.constantFrom('RO', 'FR', 'HU')),
      placeId: maybe(fc.constantFrom(...places)),
      showExact: fc.boolean(),
    })
    .map(({ point, ...rest }) => ({
      ...rest,
      point: point && ([point[0] / 1e7, point[1] / 1e7] as [number, number]),
    }))

export const anActorDocument = (known: Known): fc.Arbitrary<Documents['actors']> =>
  fc.record({
    name: line(),
    shortName: maybe(line()),
    kind: fc.constantFrom(...actorKinds),
    legalForm: maybe(line()),
    languages: fc.uniqueArray(language(), { maxLength: 4 }),
    website: maybe(address()),
    foundedYear: maybe(fc.integer({ min: 1000, max: 2200 })),
    scope: maybe(fc.constantFrom(...geographicScopes)),
    licence: maybe(line()),
    location: location(known.places),
    texts: fc.record({ summary: writtenTexts(prose()), description: writtenTexts(prose()) }),
    themes: subset(known.themes),
    skills: subset(known.skills),
    suggestedThemes: suggestions(),
    suggestedSkills: suggestions(),
    links: fc.uniqueArray(
      fc.record({
        kind: line(10),
        url: address(),
        title: maybe(line()),
        language: maybe(language()),
      }),
      { selector: ({ kind, url }) => `${kind} ${url}`, maxLength: 4 },
    ),
    identifiers: fc
      .uniqueArray(fc.record({ scheme: line(10), value: line() }), {
        selector: (each) => JSON.stringify([each.scheme, each.value]),
        maxLength: 3,
      })
      .map((list) => list.sort(byKey((each) => `${each.scheme}\0${each.value}`))),
    offers: exchanges(known.skills),
    needs: exchanges(known.skills),
    images: images(known.images),
  })

const part = () => fc.record({ text: line(), translations: translations(line()) })

export const aPracticeDocument = (known: Known): fc.Arbitrary<Documents['practices']> =>
  fc.record({
    title: line(),
    language: fc.constant('und'),
    texts: fc.record(
      Object.fromEntries(
        practiceTextFields.map((field) => [
          field,
          field === 'title' ? translations(line()) : writtenTexts(prose()),
        ]),
      ) as Record<(typeof practiceTextFields)[number], fc.Arbitrary<WrittenText[]>>,
    ),
    roles: fc.array(part(), { maxLength: 3 }),
    resources: fc.array(part(), { maxLength: 3 }),
    steps: fc.array(
      fc
        .record({
          title: line(),
          text: maybe(prose()),
          translations: fc.record({ title: translations(line()), text: translations(prose()) }),
        })
        .map((step) =>
          step.text === null ? { ...step, translations: { ...step.translations, text: [] } } : step,
        ),
      { maxLength: 4 },
    ),
    skills: subset(known.skills),
    themes: subset(known.themes),
    suggestedSkills: suggestions(),
    materials: fc.array(
      fc.record({ url: address(), title: maybe(line()), language: maybe(language()) }),
      { maxLength: 3 },
    ),
    licence: maybe(line()),
    adaptedFrom: maybe(fc.constantFrom(...known.practices)),
    place: fc.record({
      town: maybe(line()),
      country: maybe(fc.constantFrom('RO', 'FR')),
      placeId: maybe(fc.constantFrom(...known.places)),
    }),
    actors: fc
      .uniqueArray(
        fc.record({
          slug: fc.constantFrom(...known.actors),
          role: fc.constantFrom(...practitionerRoles),
        }),
        { selector: ({ slug, role }) => `${slug} ${role}`, maxLength: 5 },
      )
      .map((list) => byRole(list, practitionerRoles)),
    adoptions: adoptions(known),
    images: images(known.images),
  })

const adoptions = (known: Known) =>
  fc
    .uniqueArray(
      fc.record({
        actor: maybe(fc.constantFrom(...known.actors)),
        from: maybe(fc.constantFrom(...known.actors)),
        place: fc.record({
          town: maybe(line()),
          country: maybe(fc.constantFrom('RO', 'FR')),
          placeId: maybe(fc.constantFrom(...known.places)),
        }),
        period: period(),
        language: language(),
        adaptation: maybe(prose()),
        outcome: maybe(prose()),
      }),
      { selector: ({ actor }) => actor, maxLength: 4 },
    )
    .map((list) =>
      list
        .map(({ period: { start, end }, from, ...each }) => ({
          ...each,
          from: from === each.actor ? null : from,
          start,
          end,
        }))
        // Erased actors last, as PostgreSQL puts nulls.
        .sort(byKey((each) => each.actor ?? '~')),
    )

const byRole = <T extends { slug: string; role: string }>(list: T[], roles: readonly string[]) =>
  list.sort(
    (one, other) =>
      roles.indexOf(one.role) - roles.indexOf(other.role) || byCode(one.slug, other.slug),
  )

const period = () =>
  fc
    .tuple(maybe(day()), maybe(day()), fc.constantFrom(4, 7, 10), fc.constantFrom(4, 7, 10))
    .map(([one, other, startLength, endLength]) => {
      const [first, last] = one && other && one > other ? [other, one] : [one, other]
      return {
        start: first && first.slice(0, startLength),
        end: last && last.slice(0, endLength),
      }
    })

export const aCollaborationDocument = (known: Known): fc.Arbitrary<Documents['collaborations']> =>
  fc
    .record({
      title: line(),
      language: fc.constant('und'),
      kind: fc.constantFrom(...collaborationKinds),
      texts: fc.record({ title: translations(line()), summary: writtenTexts(prose()) }),
      programme: maybe(line()),
      reference: maybe(line()),
      website: maybe(address()),
      period: period(),
      links: fc.uniqueArray(
        fc.record({
          kind: fc.constantFrom(...collaborationLinkKinds),
          url: address(),
          title: maybe(line()),
          language: maybe(language()),
        }),
        { selector: ({ url }) => url, maxLength: 4 },
      ),
      themes: subset(known.themes),
      practices: subset(known.practices),
      participants: fc
        .uniqueArray(
          fc.record({
            slug: fc.constantFrom(...known.actors),
            role: fc.constantFrom(...participationRoles),
            period: period(),
          }),
          { selector: ({ slug, role }) => `${slug} ${role}`, maxLength: 6 },
        )
        .map((list) =>
          byRole(list, participationRoles).map(({ period, ...each }) => ({ ...each, ...period })),
        ),
    })
    .map(({ period, ...document }) => ({ ...document, ...period }))
