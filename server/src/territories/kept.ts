import { LRUCache } from 'lru-cache'
import type { Executor } from '@maillage/db'
import { readDataVersion } from '../http/data-version.queries.ts'

const MOST_ANSWERS = 300

/** Answers that hold for as long as the public data stays the same; those asked longest ago go first. */
export class Kept {
  readonly #answers = new LRUCache<string, Promise<unknown>>({ max: MOST_ANSWERS })

  /** What was found before for this question, else what `find` finds. Who asks at the same time waits for the same. */
  async get<T>(db: Executor, question: unknown[], find: () => Promise<T>): Promise<T> {
    const key = JSON.stringify([await readDataVersion(db), question])
    const known = this.#answers.get(key) as Promise<T> | undefined
    if (known) return known
    const answer = find()
    this.#answers.set(key, answer)
    answer.catch(() => this.#answers.delete(key))
    return answer
  }
}
