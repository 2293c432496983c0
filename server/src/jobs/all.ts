import type { Context } from '../http/context.ts'
import type { Job } from './jobs.ts'

/** All work in the background, of every feature; `scripts/start.ts` and `main.ts` begin it. */
export function allJobs(_context: Context): Job<never>[] {
  return []
}
