import { serialize } from 'node:v8'
import { LRUCache } from 'lru-cache'
import type { Executor } from '@maillage/db'
import { readDataVersion } from '../http/data-version.queries.ts'

/** Of answers in all, about: an answer of any size may be asked for. */
const MOST_BYTES = 64_000_000

interface KeptOptions<Answer> {
  mostBytes?: number
  /** What an answer takes, where it is cheaper to know than to write it out. */
  bytesOf?: (answer: Answer) => number
}

/** In memory, places with their providers took twice what they take written out. */
const bytesWritten = (answer: object) => 2 * serialize(answer).byteLength

/** Answers that hold for as long as the public data stays the same; those asked longest ago go first. */
export class Kept<Answer extends object = object> {
  readonly #answers: LRUCache<string, Answer, () => Promise<Answer>>

  constructor({ mostBytes = MOST_BYTES, bytesOf = bytesWritten }: KeptOptions<Answer> = {}) {
    this.#answers = new LRUCache({
      maxSize: mostBytes,
      sizeCalculation: (answer, key) => Math.ceil(bytesOf(answer)) + key.length,
      fetchMethod: (_key, _stale, { context }) => context(),
      ignoreFetchAbort: true,
      allowStaleOnFetchAbort: true,
    })
  }

  /**
   * What was found before for this question, else what `find` finds, if `mayFind` does not refuse. Who asks at the same time
   * waits for the same.
   */
  async get<T extends Answer>(
    db: Executor,
    question: unknown[],
    find: () => Promise<T>,
    mayFind?: () => Promise<void>,
  ): Promise<T> {
    const key = JSON.stringify([await readDataVersion(db), question])
    if (mayFind && !this.#answers.has(key)) await mayFind()
    return (await this.#answers.forceFetch(key, { context: find })) as T
  }
}
