import { formText } from '#lib/ui/form-text.ts'

const DATE = /^(?:1\d|2[01])\d{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/
const MOST_CHARACTERS = 5_000

type Field = 'start' | 'end' | 'from' | 'where' | 'adaptation' | 'outcome' | 'language'
type Fault = 'adopt.error.date' | 'adopt.error.end' | 'adopt.error.where' | 'adopt.error.long'

/** What is wrong with each field. */
export type Wrong = Partial<Record<Field, Fault>>

/** What was typed about an adoption, what is wrong with it, and what it means. */
export function readAdoption(form: FormData) {
  const text = (name: string) => formText(form, name)
  const values = {
    start: text('start'),
    end: text('end'),
    from: text('from'),
    where: text('where'),
    adaptation: text('adaptation'),
    outcome: text('outcome'),
    language: text('language'),
  }
  const wrong: Wrong = {}
  for (const field of ['start', 'end'] as const) {
    if (values[field] && !isDate(values[field])) wrong[field] = 'adopt.error.date'
  }
  const { start, end } = values
  const length = Math.min(start.length, end.length)
  if (!wrong.start && !wrong.end && start && end && end.slice(0, length) < start.slice(0, length)) {
    wrong.end = 'adopt.error.end'
  }
  for (const field of ['adaptation', 'outcome'] as const) {
    if (values[field].length > MOST_CHARACTERS) wrong[field] = 'adopt.error.long'
  }
  const { where: _where, language, ...rest } = values
  const said = Object.fromEntries(
    Object.entries(rest).map(([field, value]) => [field, value || null]),
  ) as Record<keyof typeof rest, string | null>
  return { values, wrong, adoption: { language, ...said } }
}

/** Whether the calendar has it. */
function isDate(text: string): boolean {
  if (!DATE.test(text)) return false
  const day = text.length === 10 ? text : `${text}${text.length === 4 ? '-01-01' : '-01'}`
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}
