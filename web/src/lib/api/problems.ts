import type { I18n } from '#lib/i18n/i18n.ts'
import type { MessageKey } from '#lib/i18n/messages.ts'
import type { Problem } from './types.ts'

const seen = {
  invalid_request: 'problem.invalid_request',
  not_signed_in: 'problem.not_signed_in',
  forbidden: 'problem.forbidden',
  wrong_origin: 'problem.wrong_origin',
  second_factor_required: 'problem.second_factor_required',
  wrong_code: 'problem.wrong_code',
  not_found: 'problem.not_found',
  conflict: 'problem.conflict',
  gone: 'problem.gone',
  expired: 'problem.expired',
  version_changed: 'problem.version_changed',
  too_many_requests: 'problem.too_many_requests',
  too_large: 'problem.too_large',
  unsupported_media_type: 'problem.unsupported_media_type',
  looks_like_spam: 'problem.looks_like_spam',
  unavailable: 'problem.unavailable',
  internal: 'problem.internal',
} as const satisfies Partial<Record<Problem['code'], MessageKey>>

/** What a problem of the API means to the person at the form, in their language. */
export function sayProblem({ t }: Pick<I18n, 't'>, code: string): string {
  const key = code in seen ? seen[code as keyof typeof seen] : 'problem.internal'
  return t(key)
}
