import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database, Executor } from '@maillage/db'
import { parsePosition } from '../http/geography.ts'
import { chooseText, chooseTitle } from '../http/language.ts'
import { invalid, problems } from '../http/problem.ts'
import { type Language, type Position, SlugParams } from '../http/schema.ts'
import { findPlaces } from '../places/places.queries.ts'
import { getMissingPractice } from '../practices/practices.queries.ts'
import { type ConceptLabel, listConceptLabels } from '../vocabulary/vocabulary.queries.ts'
import { countProviders } from './feasibility.queries.ts'
import { Feasibility, FeasibilityQuery } from './feasibility.schema.ts'
import { findTaken, type Taken } from './taken.queries.ts'
import { lineKey, shareOf } from './taken.rules.ts'

/** “Can we do this here?” */
export const feasibilityRoutes: FastifyPluginAsyncTypebox<{ db: Database }> = async (
  app,
  { db },
) => {
  app.get(
    '/practices/:slug/feasibility',
    {
      schema: {
        operationId: 'getFeasibility',
        summary: 'Who around a place offers what a practice takes, and what is missing',
        description: 'Takes `place` or `near`.',
        tags: ['practices'],
        params: SlugParams,
        querystring: FeasibilityQuery,
        response: { 200: Feasibility.ref, ...problems },
      },
    },
    async ({ params, query: { place: name, near, within, lang } }) => {
      const place = await getPlace(db, { name, near }, lang)
      const taken =
        (await findTaken(db, params.slug)) ?? (await getMissingPractice(db, params.slug))
      const providers = await countProviders(db, taken.lines, place.coordinates, within * 1000)
      const labels = await listConceptLabels(db, lang)
      const query = (key: string) =>
        `offers=${key}&near=${place.coordinates.join(',')}&within=${String(within)}`
      const lines = taken.lines.map((line, at) => ({
        part: line.part,
        key: line.key,
        ...labelOf(line, taken.language, labels, lang),
        ...(providers.lines[at] ?? { nearby: 0, anywhere: 0, nearest: [] }),
        query: query(lineKey(taken.slug, line)),
      }))
      const covered = lines.filter(({ nearby }) => nearby > 0).length
      return {
        practice: { slug: taken.slug, title: chooseTitle(taken.titles, lang, taken).text },
        place,
        within,
        total: lines.length,
        covered,
        share: shareOf(covered, lines.length),
        actors: providers.actors,
        query: query(taken.slug),
        lines,
      }
    },
  )
}

/** The place that is asked for, by its name or by its point. */
async function getPlace(
  db: Executor,
  { name, near }: { name: string | undefined; near: string | undefined },
  language: Language,
) {
  if ((name === undefined) === (near === undefined)) {
    throw invalid({ place: 'or near is needed, and one of them only' })
  }
  if (near !== undefined) {
    return { name: null, region: null, country: null, coordinates: parsePosition(near) }
  }
  const [found] = await findPlaces(db, name ?? '', 1, language)
  if (!found) throw invalid({ place: 'is not in the gazetteer' })
  const { region, country, coordinates } = found
  return { name: found.name, region, country, coordinates: coordinates satisfies Position }
}

function labelOf(
  { key, texts }: Taken['lines'][number],
  own: string,
  labels: ReadonlyMap<number, ConceptLabel>,
  language: Language,
) {
  const text = chooseText(texts, language, own)
  if (text) return { label: text.text, language: text.language }
  const concept = [...labels.values()].find(
    ({ scheme, slug }) => scheme === 'skill' && slug === key,
  )
  return { label: concept?.label ?? key, language: null }
}
