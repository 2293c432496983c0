import type { Messages } from '../messages.ts'

/** One language's messages out of the files of its areas; `check-messages.ts` makes sure that none is missing. */
export const gather = (areas: Record<string, unknown>) =>
  Object.assign({}, ...Object.values(areas)) as Messages
