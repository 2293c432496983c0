import type { ActorDocument } from '../actors/actor-document.schema.ts'
import type { CollaborationDocument } from '../collaborations/collaboration-document.schema.ts'
import type { DocumentImage, Suggestion, WrittenText } from '../http/document.schema.ts'
import type { PracticeDocument } from '../practices/practice-document.schema.ts'
import type { Answers } from './submissions.schema.ts'
import {
  DEFAULT_LICENCE,
  toAddress,
  toLines,
  toList,
  toPoint,
  writtenRows,
} from './submissions.rules.ts'

/** What is typed into a line, on one line; null if there is nothing. */
function line(text: string | undefined): string | null {
  const said = (text ?? '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/[\ufffe\uffff]/g, '')
    .trim()
  return said === '' ? null : said
}

/** What is typed into a field of several lines. */
function prose(text: string | undefined): string | null {
  const said = (text ?? '')
    .replaceAll('\r\n', '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/[\ufffe\uffff]/g, '')
    .trim()
  return said === '' ? null : said
}

const words = (texts: string[] | undefined) => [...new Set(texts ?? [])]

const original = (text: string | null, language: string): WrittenText[] =>
  text === null ? [] : [{ language, text, origin: 'original', isStale: false }]

const suggestions = (text: string | undefined, language: string): Suggestion[] =>
  toList(text).flatMap((word) => {
    const label = line(word)
    return label === null ? [] : [{ label, language }]
  })

/** The actor that the answers describe; they were found to be right before. */
export function toActorDocument(answers: Answers, draftLanguage: string): ActorDocument {
  const { name, kind, where, themes, about, links, languages, exchange, pictures } = answers
  const language = line(about?.language) ?? draftLanguage
  const translations = writtenRows(about?.translations).map(({ row }) => row)
  const written = (field: 'summary' | 'description'): WrittenText[] => [
    ...original(prose(about?.[field]), language),
    ...translations.flatMap((row) => {
      const text = prose(row[field])
      // Without an original there is nothing to translate from.
      return text === null || !prose(about?.[field])
        ? []
        : [{ language: row.language ?? language, text, origin: 'person' as const, isStale: false }]
    }),
  ]
  const exchanges = (rows: { kind?: string; text?: string; endsOn?: string }[] | undefined) =>
    writtenRows(rows).flatMap(({ row }) => {
      const text = prose(row.text)
      if (text === null) return []
      const kind = row.kind as ActorDocument['offers'][number]['kind']
      return [{ kind, skill: null, language, text, endsOn: line(row.endsOn) }]
    })
  const seen = new Set<string>()
  return {
    name: line(name?.name) ?? '',
    shortName: line(name?.shortName),
    kind: kind?.kind as ActorDocument['kind'],
    legalForm: line(kind?.legalForm),
    languages: words(languages?.languages).filter((code) => /^[a-z]{2}$/.test(code)),
    website: toAddress(links?.website ?? '') ?? null,
    foundedYear: line(languages?.foundedYear) === null ? null : Number(languages?.foundedYear),
    scope: (line(languages?.scope) as ActorDocument['scope']) ?? null,
    licence: DEFAULT_LICENCE,
    location: toLocation(where),
    texts: { summary: written('summary'), description: written('description') },
    themes: words(themes?.themes),
    skills: [],
    suggestedThemes: suggestions(themes?.suggested, language),
    suggestedSkills: [],
    links: writtenRows(links?.links).flatMap(({ row }) => {
      const url = toAddress(row.url ?? '')
      const kind = line(row.kind) ?? 'website'
      if (!url || seen.has(`${kind} ${url}`)) return []
      seen.add(`${kind} ${url}`)
      return [{ kind, url, title: line(row.title), language: null }]
    }),
    identifiers: [],
    offers: exchanges(exchange?.offers),
    needs: exchanges(exchange?.needs),
    images: toImages(pictures, language),
  }
}

const toImages = (pictures: Answers['pictures'], language: string): DocumentImage[] =>
  (pictures?.images ?? []).map(({ key, role, alt, credit }) => ({
    key: key ?? '',
    role: role === 'logo' ? 'logo' : 'picture',
    alt: { [language]: line(alt) ?? '' },
    credit: line(credit),
  }))

function toLocation(where: Answers['where']): ActorDocument['location'] {
  const nowhere = {
    point: null,
    precision: null,
    street: null,
    postalCode: null,
    town: null,
    region: null,
    country: null,
    placeId: null,
    showExact: true,
  }
  if (!where) return nowhere
  const point = where.nowhere && !where.country ? undefined : toPoint(where)
  const country = line(where.country)
  if (!point && country === null) return nowhere
  const placeId = Number(where.placeId)
  const isExact = where.precision === 'address' || line(where.street) !== null
  return {
    point: point ?? null,
    precision: point ? (isExact ? 'address' : 'town') : 'country',
    street: line(where.street),
    postalCode: line(where.postalCode),
    town: line(where.town),
    region: line(where.region),
    country: country !== null && /^[A-Z]{2}$/.test(country) ? country : null,
    placeId: Number.isInteger(placeId) && placeId > 0 ? placeId : null,
    showExact: !where.coarse,
  }
}

/** The practice that the answers describe, of the actor who writes it. */
export function toPracticeDocument(
  answers: Answers,
  { actor, draftLanguage }: { actor: string; draftLanguage: string },
): PracticeDocument {
  const title = answers['practice-title']
  const language = line(title?.language) ?? draftLanguage
  const context = answers['practice-context']
  const people = answers['practice-people']
  const part = (texts: string[]) =>
    texts.flatMap((text) => {
      const said = line(text)
      return said === null ? [] : [{ text: said, translations: [] }]
    })
  return {
    title: line(title?.title) ?? '',
    language,
    texts: {
      title: [],
      summary: [],
      context: original(prose(context?.context), language),
      aim: original(prose(title?.aim), language),
      audience: [],
      duration: [],
      evaluation: [],
      results: original(prose(context?.results), language),
      transferability: [],
    },
    roles: part(toLines(people?.roles)),
    resources: part(toLines(people?.resources)),
    steps: writtenRows(answers['practice-steps']?.steps).map(({ row }) => ({
      title: line(row.title) ?? '',
      text: prose(row.text),
      translations: { title: [], text: [] },
    })),
    skills: words(answers['practice-skills']?.skills),
    themes: words(answers['practice-themes']?.themes),
    suggestedSkills: suggestions(answers['practice-skills']?.suggested, language),
    materials: writtenRows(answers['practice-materials']?.materials).flatMap(({ row }) => {
      const url = toAddress(row.url ?? '')
      return url ? [{ url, title: line(row.title), language: null }] : []
    }),
    licence: line(answers['practice-materials']?.licence) ?? DEFAULT_LICENCE,
    adaptedFrom: line(answers['practice-origin']?.adaptedFrom),
    place: { town: null, country: null, placeId: null },
    actors: [{ slug: actor, role: 'originates' }],
    adoptions: [],
    images: toImages(answers['practice-pictures'], language),
  }
}

/** The collaboration that the answers describe; partners who are not here yet are named for moderators. */
export function toCollaborationDocument(
  answers: Answers,
  { actor, draftLanguage }: { actor: string; draftLanguage: string },
): { document: CollaborationDocument; notHere: string[] } {
  const title = answers['collaboration-title']
  const years = answers['collaboration-years']
  const language = line(title?.language) ?? draftLanguage
  const rows = writtenRows(answers['collaboration-partners']?.participants).map(({ row }) => row)
  const here = rows.filter((row) => line(row.slug) !== null && row.slug !== actor)
  const participants = new Map(
    here.map((row) => [
      `${row.slug ?? ''} ${row.role ?? ''}`,
      {
        slug: row.slug ?? '',
        role: (line(row.role) ??
          'partner') as CollaborationDocument['participants'][number]['role'],
        start: null,
        end: null,
      },
    ]),
  )
  return {
    document: {
      title: line(title?.title) ?? '',
      language,
      kind: title?.kind as CollaborationDocument['kind'],
      texts: { title: [], summary: original(prose(title?.summary), language) },
      programme: line(years?.programme),
      reference: null,
      website: toAddress(years?.website ?? '') ?? null,
      start: line(years?.start),
      end: line(years?.end),
      links: [],
      themes: [],
      practices: [],
      participants: [
        { slug: actor, role: 'partner', start: null, end: null },
        ...participants.values(),
      ],
    },
    notHere: rows
      .filter((row) => line(row.slug) === null)
      .map((row) => [line(row.name), toAddress(row.website ?? '')].filter(Boolean).join(', ')),
  }
}
