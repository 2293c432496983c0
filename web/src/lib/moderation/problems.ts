import { sayProblem } from '#lib/api/problems.ts'
import type { I18n } from '#lib/i18n/i18n.ts'

/** What is wrong with a decision, in the reader's language. */
export function sayDecisionProblem(i18n: Pick<I18n, 't'>, code: string): string {
  return code === 'none_chosen' || code === 'no_reason'
    ? i18n.t(`review.problem.${code}`)
    : sayProblem(i18n, code)
}
