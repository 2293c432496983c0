import type { Executor } from '@maillage/db'
import { actorKinds, collaborationKinds } from '@maillage/db'
import { invalid } from '../http/problem.ts'
import { checkYears, readFilters } from '../search/read-filters.ts'
import { listRecordIds } from '../search/record-ids.queries.ts'
import { actorFilters, collaborationFilters } from '../search/search.schema.ts'
import { evidenceRank } from '../collaborations/evidence.rules.ts'
import type { NetworkQuery } from './network.schema.ts'
import type { Snapshot } from './snapshot.rules.ts'
import { tellingYears, type TieFilter } from './ties.rules.ts'

const known = {
  actors: { filters: Object.keys(actorFilters), kinds: actorKinds as readonly string[] },
  collaborations: {
    filters: Object.keys(collaborationFilters),
    kinds: collaborationKinds as readonly string[],
  },
}

/** Refuses filters of the other list, and years that go backwards. */
function check(query: NetworkQuery): void {
  const { of, kind = [] } = query
  const other = of === 'actors' ? 'collaborations' : 'actors'
  for (const name of known[other].filters) {
    if (!known[of].filters.includes(name) && name in query) {
      throw invalid({ [name]: `filters ${other}: ask with of=${other}` })
    }
  }
  const strange = kind.find((each) => !known[of].kinds.includes(each))
  if (strange !== undefined) {
    throw invalid({ kind: `must be among ${known[of].kinds.join(', ')} with of=${of}` })
  }
  checkYears(query.from, query.to)
}

/** A network in an address as the ids that it is of, and as the years that tell its ties apart. */
export async function readNetworkQuery(
  db: Executor,
  query: NetworkQuery,
  years: Snapshot['years'],
): Promise<TieFilter> {
  check(query)
  const { of, minEvidence = 'disputed', isolated } = query
  const asked = known[of].filters.some((name) => name in query)
  const ids = asked ? Int32Array.from(await listChosen(db, query)) : undefined
  return { [of]: ids, ...tellingYears(query, years), rank: evidenceRank(minEvidence), isolated }
}

/** Years and evidence choose ties, and not records that have one; how far ties reach, and what is new, is said of those that pass. */
async function listChosen(db: Executor, query: NetworkQuery) {
  const { of, ...asked } = query
  const { from: _from, to: _to, minEvidence: _evidence, ...untied } = asked
  const isOfTies = ['reach', 'with', 'newIn'].some((name) => name in query)
  const { filters } = await readFilters(db, of, isOfTies ? asked : untied)
  return listRecordIds(db, filters)
}
