import type { I18n } from '#lib/i18n/i18n.ts'
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
  typeof value === 'string' && MOMENT.test(value) ? [i18n.date(value)] : linesOf(field, value, i18n)

function labelOf(field: string, { name, language }: I18n): string {
  if (/^[a-z]{2}$/.test(field)) return language(field)
  const groups = ['field', 'held.field'] as const
  const plain = field.replaceAll('_', ' ')
  return groups.map((group) => name(group, field)).find((word) => word !== plain) ?? plain
}

/** What was typed on each page of a submission. */
function readAnswers({ steps, ...rest }: Fields, i18n: I18n): ReadPart[] {
  const pages = isFields(steps) ? Object.entries(steps) : []
  const typed = pages.flatMap(([step, page]) => {
    const values = isFields(page) && isFields(page['values']) ? page['values'] : {}
    const title = i18n.t(`submit.${step}.title` as MessageKey)
    return Object.entries(values).map(([field, value]) => {
      const asked = nameOf(i18n, step as Step, field)
      const lines = [value].flat().map(sayTyped).filter(Boolean)
      return { label: `${title} · ${asked === field ? labelOf(field, i18n) : asked}`, lines }
    })
  })
  return [...typed.filter(({ lines }) => lines.length > 0), ...readFields(rest, i18n)]
}

const sayTyped = (value: unknown) =>
  isFields(value) ? Object.values(value).filter(Boolean).join(' · ') : String(value)
