import { LRUCache } from 'lru-cache'
import type { Adjacency } from './csr.rules.ts'
import type { Degrees, TieFilter, Ties } from './ties.rules.ts'

interface FoundNetwork {
  ties: Ties
  degrees: Degrees
}

interface HeldNetwork extends FoundNetwork {
  isWhole: boolean
  /** Its nodes, and its ties, as tables have had them sorted. */
  orders: LRUCache<string, Int32Array>
  adjacency?: Adjacency
}

const MOST_NETWORKS = 6
/** Of ties one takes 0.8 MB for 200,000. */
const MOST_ORDERS = 6

/** Whether it leaves out nothing: the network that most ask for. */
export const isWhole = ({ actors, collaborations, from, to, rank, isolated }: TieFilter) =>
  !actors && !collaborations && from === undefined && to === undefined && rank === 0 && !isolated

/** The networks that were last asked for. The whole stays, however many others are. */
export class HeldNetworks {
  readonly #held = new Map<string, HeldNetwork>()

  /** The network of this name, else what `find` finds. */
  get(key: string, whole: boolean, find: () => FoundNetwork): HeldNetwork {
    const network = this.#held.get(key) ?? {
      ...find(),
      isWhole: whole,
      orders: new LRUCache({ max: MOST_ORDERS }),
    }
    this.#held.delete(key)
    this.#held.set(key, network)
    if (this.#held.size > MOST_NETWORKS) {
      const [oldest] = [...this.#held].find(([, held]) => !held.isWhole) ?? []
      if (oldest !== undefined) this.#held.delete(oldest)
    }
    return network
  }

  clear(): void {
    this.#held.clear()
  }
}
