import type { Executor } from '@maillage/db'
import { areaText } from '../http/area.rules.ts'
import type { Language } from '../http/schema.ts'
import { listTerritoryNames } from '../places/territories.queries.ts'
import type { Scope } from '../search/reach.queries.ts'
import type { Tied } from '../search/tied.queries.ts'
import { listConceptLabels } from '../vocabulary/vocabulary.queries.ts'
import {
  countActors,
  countBridging,
  countCollaborations,
  countPartners,
  countPractices,
  countTies,
  countYears,
} from './counts.queries.ts'
import type { Figure, figureLists, FigureQuery } from './figures.schema.ts'
import { eiIndex, shareOf, withEveryYear } from './figures.rules.ts'
import type { Subject } from './subject.queries.ts'

type List = (typeof figureLists)[number]

/** Makes queries that begin with the place. */
export function queryMaker(scope: Scope) {
  const place: Record<string, string> = scope.area
    ? { area: areaText(scope.area) }
    : { territory: scope.code }
  return (list: List, parameters: FigureQuery['parameters'] = {}): FigureQuery => {
    const isOfPlace = list === 'ties' || list === 'reached'
    const of = isOfPlace && !scope.area ? {} : place
    return { list, parameters: { ...of, ...parameters } }
  }
}

/** Makes figures whose query begins with the place. */
export function figureMaker(scope: Scope) {
  const toQuery = queryMaker(scope)
  return (list: List, value: number, parameters?: FigureQuery['parameters']): Figure => ({
    value,
    query: toQuery(list, parameters),
  })
}

/** Which ties count, as parameters of an address. */
export function tiedParameters({ from, to, minEvidence }: Tied): Record<string, string> {
  return {
    ...(from !== undefined && { from: String(from) }),
    ...(to !== undefined && { to: String(to) }),
    ...(minEvidence !== undefined && { minEvidence }),
  }
}

/** All counts of a place, without names. */
export async function countAll(db: Executor, scope: Scope, asked: Tied, level: number | null) {
  const [actors, practices, collaborations, partners, ties, bridging, years] = await Promise.all([
    countActors(db, scope),
    countPractices(db, scope),
    countCollaborations(db, scope, asked),
    countPartners(db, scope, asked, level),
    countTies(db, scope, asked),
    countBridging(db, scope, asked, level),
    countYears(db, scope, asked),
  ])
  return { actors, practices, collaborations, partners: [...partners], ties, bridging, years }
}

export type Counts = Awaited<ReturnType<typeof countAll>>

/** Counts with names in the reader's language and with their queries. */
export async function nameFigures(
  db: Executor,
  scope: Scope,
  subject: Subject,
  { counts, tied }: { counts: Counts; tied: Tied },
  language: Language,
) {
  const plain = figureMaker(scope)
  const asked = tiedParameters(tied)
  /** Of ties: the list counts the same ones. */
  const figure = (list: List, value: number, parameters: Record<string, string> = {}) =>
    plain(list, value, { ...parameters, ...asked })
  const { actors, practices, collaborations, ties, bridging } = counts
  const labels = await listConceptLabels(db, language)
  const names = await listTerritoryNames(
    db,
    counts.partners.map(({ code }) => code),
    language,
  )
  const reaching = (reach: 'any' | 'inside' | 'across', value: number) =>
    figure('collaborations', value, { reach })
  const inside = collaborations.all - collaborations.across
  const evidence = tiedParameters({ minEvidence: tied.minEvidence })
  return {
    subject,
    tied: asked,
    actors: plain('actors', actors.total),
    kinds: actors.kinds.map(({ value, count }) => ({
      kind: value,
      actors: plain('actors', count, { kind: value }),
    })),
    themes: actors.themes.flatMap(({ value, count }) => {
      const theme = labels.get(value)
      if (!theme) return []
      const { slug, label } = theme
      return [{ slug, label, actors: plain('actors', count, { theme: slug }) }]
    }),
    practices: plain('practices', practices.total),
    practisedMost: practices.first.map(({ practitioners, ...practice }) => ({
      ...practice,
      practitioners: plain('actors', practitioners, { practice: practice.slug }),
    })),
    collaborations: {
      all: reaching('any', collaborations.all),
      inside: reaching('inside', inside),
      across: reaching('across', collaborations.across),
      acrossShare: shareOf(collaborations.across, collaborations.all),
    },
    partners: counts.partners.map(({ code, level, count }) => ({
      territory: { code, level, name: names.get(code) ?? code },
      collaborations: figure('collaborations', count, { with: code }),
    })),
    ties: {
      all: figure('ties', ties.inside + ties.across),
      inside: figure('ties', ties.inside, { side: 'inside' }),
      across: figure('ties', ties.across, { side: 'across' }),
      eiIndex: eiIndex(ties),
      sameTheme: figure('ties', ties.same, { themes: 'same' }),
      otherTheme: figure('ties', ties.other, { themes: 'other' }),
      themeEiIndex: eiIndex({ across: ties.other, inside: ties.same }),
    },
    bridging: {
      actors: figure('actors', bridging.total, { reach: 'across' }),
      first: bridging.first.map(({ actor, partners, territories }) => ({
        actor,
        partners: figure('ties', partners, { side: 'across', actor: actor.slug }),
        territories: figure('reached', territories, { actor: actor.slug }),
      })),
    },
    years: withEveryYear(counts.years).map(({ year, newcomers, begun }) => ({
      year,
      newcomers: plain('actors', newcomers, { newIn: String(year), ...evidence }),
      begun: plain('collaborations', begun, { reach: 'any', newIn: String(year), ...evidence }),
    })),
  }
}
