import type { Executor } from '@maillage/db'
import { actorKinds, collaborationKinds } from '@maillage/db'
import { invalid } from '../http/problem.ts'
import { checkYears, readFilters } from '../search/read-filters.ts'
import { listRecordIds } from '../search/record-ids.queries.ts'
import { actorFilters, collaborationFilters } from '../search/search.schema.ts'
import { evidenceRank } from '../collaborations/evidence.rules.ts'
import type { NetworkQuery } from './network.schema.ts'
import type { TieFilter } from './ties.rules.ts'

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

/** A network in an address as the ids that it is of. */
export async function readNetworkQuery(db: Executor, query: NetworkQuery): Promise<TieFilter> {
  check(query)
  const { of, from, to, minEvidence = 'disputed', isolated } = query
  const asked = known[of].filters.some((name) => name in query)
  const ids = asked ? Int32Array.from(await listChosen(db, query)) : undefined
  return { [of]: ids, from, to, rank: evidenceRank(minEvidence), isolated }
}

/** Years and evidence choose ties, and not records that have one. */
async function listChosen(db: Executor, query: NetworkQuery) {
  const { of, from: _from, to: _to, minEvidence: _evidence, ...parameters } = query
  const { filters } = await readFilters(db, of, parameters)
  return listRecordIds(db, filters)
}

/** The same for all addresses that ask for the same network on the same day: how fresh a record is changes with time. */
export function networkKey(query: NetworkQuery, now: Date): string {
  const entries = Object.entries(query)
    .map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value])
    .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1))
  return JSON.stringify([entries, 'freshness' in query ? now.toISOString().slice(0, 10) : null])
}
