import type { I18n, NameGroup } from '#lib/i18n/i18n.ts'
import type { MessageKey } from '#lib/i18n/messages.ts'
import { linesOf } from '#lib/records/field-value.ts'
import { nameOf } from '#lib/submissions/labels.ts'
import type { Step } from '#lib/submissions/steps.ts'

type Fields = Record<string, unknown>

/** A part of what a column holds, as a person reads it; without a label it is the whole. */
export interface ReadPart {
  label: string
  lines: string[]
}

const MOMENT = /^\d{4}-\d\d-\d\dT/

/** Where the words for the codes of a column are, the first that has one. */
const codes: Record<string, NameGroup[]> = {
  act: ['edit.act', 'held.code'],
  answer: ['held.code'],
  authorRole: ['held.code', 'review.role'],
  changedFields: ['field', 'held.field'],
  feature: ['nav'],
  kind: ['review.kind', 'held.code', 'report.kind'],
  proof: ['held.code', 'review.role'],
  risks: ['review.risk'],
  role: ['held.code', 'review.role'],
  scheme: ['review.words'],
  side: ['held.code'],
  signals: ['review.risk'],
  state: ['contact.state', 'held.code'],
  status: ['review.status', 'held.code'],
  template: ['held.mail'],
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a column of a row holds, in the words of the pages instead of as it is stored. */
export function readValue(column: string, value: unknown, i18n: I18n): ReadPart[] {
  if (column === 'answers' && isFields(value)) return readAnswers(value, i18n)
  if (isFields(value)) return readFields(value, i18n)
  const lines =
    typeof value === 'boolean'
      ? [i18n.t(value ? 'held.yes' : 'held.no')]
      : readLines(column, value, i18n)
  return [{ label: '', lines: lines.length > 0 ? lines : ['–'] }]
}

/** The fields of a document, those of its texts apart; what is empty says nothing. */
function readFields(fields: Fields, i18n: I18n): ReadPart[] {
  return Object.entries(fields)
    .flatMap(([field, value]) =>
      field === 'texts' && isFields(value)
        ? Object.entries(value).map(([text, said]) => [`texts.${text}`, said] as const)
        : [[field, value] as const],
    )
    .map(([field, value]) => ({
      label: labelOf(field, i18n),
      lines: readLines(field, value, i18n),
    }))
    .filter(({ lines }) => lines.length > 0)
}

const readLines = (field: string, value: unknown, i18n: I18n): string[] =>
  linesOf(field, worded(field, value, i18n), i18n)

/** Moments and codes in words, however deep they are. */
function worded(field: string, value: unknown, i18n: I18n): unknown {
  if (Array.isArray(value)) return value.map((each) => worded(field, each, i18n))
  if (isFields(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [key, worded(key, part, i18n)]),
    )
  }
  if (typeof value !== 'string') return value
  if (MOMENT.test(value)) return i18n.date(value)
  return wordIn(codes[field] ?? [], value, i18n) ?? value
}

function labelOf(field: string, i18n: I18n): string {
  if (/^[a-z]{2}$/.test(field)) return i18n.language(field)
  return wordIn(['field', 'held.field'], field, i18n) ?? field.replaceAll('_', ' ')
}

const wordIn = (groups: NameGroup[], code: string, { name }: I18n) =>
  groups.map((group) => name(group, code)).find((word) => word !== code.replaceAll('_', ' '))

/** What was typed on each page of a submission. */
function readAnswers({ steps, ...rest }: Fields, i18n: I18n): ReadPart[] {
  const pages = isFields(steps) ? Object.entries(steps) : []
  const typed = pages.flatMap(([step, page]) => {
    const values = isFields(page) && isFields(page['values']) ? page['values'] : {}
    const title = i18n.t(`submit.${step}.title` as MessageKey)
    return Object.entries(values).map(([field, value]) => {
      const asked = nameOf(i18n, step as Step, field)
      const lines = readLines(field, value, i18n)
      return { label: `${title} · ${asked === field ? labelOf(field, i18n) : asked}`, lines }
    })
  })
  return [...typed.filter(({ lines }) => lines.length > 0), ...readFields(rest, i18n)]
}
