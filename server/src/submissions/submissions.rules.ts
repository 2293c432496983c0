import type { Answers, FindingCode, Step } from './submissions.schema.ts'

export type Findings = Partial<Record<Step, Record<string, FindingCode>>>

/** The closed lists that answers are chosen from. */
export interface Choices {
  actorKinds: readonly string[]
  scopes: readonly string[]
  exchangeKinds: readonly string[]
  collaborationKinds: readonly string[]
  participationRoles: readonly string[]
}

/** The licence under which practices are shared unless another is chosen. */
export const DEFAULT_LICENCE = 'CC-BY-SA-4.0'
export const licences = [DEFAULT_LICENCE, 'CC-BY-4.0', 'CC0-1.0'] as const

/** Long enough for any, short enough to be shown. */
const NAME_LENGTH = 300
const SUMMARY_LENGTH = 400
const TEXT_LENGTH = 10_000

/** Steps of the three parts of a submission. */
export const parts = {
  actors: [
    'name',
    'mail',
    'kind',
    'where',
    'themes',
    'about',
    'links',
    'languages',
    'exchange',
    'pictures',
  ],
  practices: [
    'practice-title',
    'practice-context',
    'practice-people',
    'practice-steps',
    'practice-skills',
    'practice-themes',
    'practice-materials',
    'practice-origin',
    'practice-pictures',
  ],
  collaborations: ['collaboration-title', 'collaboration-years', 'collaboration-partners'],
} as const satisfies Record<string, readonly Step[]>

/** What is typed of a web address, completed; undefined if it is none. */
export function toAddress(text: string): string | undefined {
  const typed = text.trim()
  const full = /^[a-z][a-z0-9+.-]*:/i.test(typed) ? typed : `https://${typed}`
  if (!URL.canParse(full) || full.length > 2_000) return undefined
  const { protocol, hostname, username, password, href } = new URL(full)
  const isWeb = (protocol === 'https:' || protocol === 'http:') && !username && !password
  return isWeb && /^[^\s.]+(\.[^\s.]+)+\.?$/.test(hostname) ? href : undefined
}

/** A mail address as it is compared, in lower case; undefined if it is none. */
export function toMailAddress(text: string): string | undefined {
  const address = text.trim().toLowerCase()
  const isAddress =
    address.length <= 254 && /^[^\s@<>(),;:"\\]{1,64}@[^\s@.]+(\.[^\s@.]+)+$/.test(address)
  return isAddress ? address : undefined
}

/** `2021`, `2021-04` or `2021-04-12`. */
export function isPartialDate(text: string): boolean {
  if (!/^[12]\d{3}(-\d{2}(-\d{2})?)?$/.test(text)) return false
  const [year, month = '01', day = '01'] = text.split('-')
  const date = new Date(`${String(year)}-${month}-${day}T00:00:00Z`)
  return (
    !Number.isNaN(date.getTime()) &&
    date.toISOString().startsWith(`${String(year)}-${month}-${day}`)
  )
}

const filled = (text: string | undefined): text is string => !!text?.trim()

/** Rows in which anything but the choice of a kind, role or language was written. */
export function writtenRows<Row extends Record<string, string | undefined>>(
  rows: Row[] | undefined,
): { row: Row; index: number }[] {
  return (rows ?? [])
    .map((row, index) => ({ row, index }))
    .filter(({ row }) =>
      Object.entries(row).some(
        ([field, text]) => !['kind', 'role', 'language'].includes(field) && filled(text),
      ),
    )
}

/** What is written on each line. */
export const toLines = (text: string | undefined): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** The words of a list that people write with commas or on lines. */
export function toList(text: string | undefined): string[] {
  const listed = (text ?? '').split(/[,;\n]/).map((word) => word.trim())
  return [...new Set(listed.filter((word) => word !== ''))]
}

/** A pair of degrees on earth. */
export function toPoint({
  lng,
  lat,
}: {
  lng?: string
  lat?: string
}): [number, number] | undefined {
  if (!filled(lng) || !filled(lat)) return undefined
  const point: [number, number] = [Number(lng), Number(lat)]
  const isOnEarth = Math.abs(point[0]) <= 180 && Math.abs(point[1]) <= 90
  return point.every(Number.isFinite) && isOnEarth ? point : undefined
}

/** Says of every page what is missing or not right, by field. */
export function checkAnswers(
  answers: Answers,
  choices: Choices,
  { hasEmail = false } = {},
): Findings {
  const findings: Findings = {}
  const find = (step: Step, field: string, code: FindingCode | false | undefined) => {
    if (!code) return
    const ofStep = (findings[step] ??= {})
    ofStep[field] ??= code
  }
  const required = (text: string | undefined, most: number) =>
    !filled(text) ? 'missing' : atMost(text, most)
  const atMost = (text: string | undefined, most: number) =>
    (text?.trim().length ?? 0) > most && 'too_long'
  const chosen = (value: string | undefined, from: readonly string[]) =>
    filled(value) && !from.includes(value) && 'unknown_choice'
  const address = (text: string | undefined) => filled(text) && !toAddress(text) && 'not_an_address'

  const { name, mail, kind, where, themes, about, links, languages, exchange } = answers
  find('name', 'name', required(name?.name, NAME_LENGTH))
  find('name', 'shortName', atMost(name?.shortName, 100))

  const email = mail?.email
  if (!hasEmail || filled(email)) {
    find(
      'mail',
      'email',
      !filled(email) ? 'missing' : !toMailAddress(email) && 'not_a_mail_address',
    )
  }

  find('kind', 'kind', filled(kind?.kind) ? chosen(kind.kind, choices.actorKinds) : 'missing')
  find('kind', 'legalForm', atMost(kind?.legalForm, 200))

  const hasPlace = where && (toPoint(where) ?? filled(where.country))
  if (!where?.nowhere && !hasPlace) {
    find('where', 'q', filled(where?.q) ? 'choose_a_place' : 'missing')
  }

  const hasTheme = (themes?.themes?.length ?? 0) > 0 || toList(themes?.suggested).length > 0
  find('themes', 'themes', !hasTheme && 'missing')
  find('themes', 'suggested', tooLongWords(themes?.suggested))

  find('about', 'summary', required(about?.summary, SUMMARY_LENGTH))
  find('about', 'description', atMost(about?.description, TEXT_LENGTH))
  const said = new Set([about?.language])
  for (const { row, index } of writtenRows(about?.translations)) {
    const at = `translations.${String(index)}`
    if (!filled(row.language)) find('about', `${at}.language`, 'missing')
    else if (said.has(row.language)) find('about', `${at}.language`, 'said_twice')
    said.add(row.language)
    find('about', `${at}.summary`, required(row.summary, SUMMARY_LENGTH))
    find('about', `${at}.description`, atMost(row.description, TEXT_LENGTH))
  }

  find('links', 'website', address(links?.website))
  for (const { row, index } of writtenRows(links?.links)) {
    find('links', `links.${String(index)}.url`, filled(row.url) ? address(row.url) : 'missing')
    find('links', `links.${String(index)}.title`, atMost(row.title, 200))
  }

  const year = languages?.foundedYear?.trim()
  const isYear = /^[12]\d{3}$/.test(year ?? '') && Number(year) <= 2200
  find('languages', 'foundedYear', filled(year) && !isYear && 'not_a_year')
  find('languages', 'scope', chosen(languages?.scope, choices.scopes))

  for (const list of ['offers', 'needs'] as const) {
    for (const { row, index } of writtenRows(exchange?.[list])) {
      const at = `${list}.${String(index)}`
      find('exchange', `${at}.text`, required(row.text, 1_000))
      find(
        'exchange',
        `${at}.kind`,
        filled(row.kind) ? chosen(row.kind, choices.exchangeKinds) : 'missing',
      )
      const isDay = /^\d{4}-\d{2}-\d{2}$/.test(row.endsOn ?? '') && isPartialDate(row.endsOn ?? '')
      find('exchange', `${at}.endsOn`, filled(row.endsOn) && !isDay && 'not_a_date')
    }
  }

  for (const step of ['pictures', 'practice-pictures'] as const) {
    for (const [index, image] of (answers[step]?.images ?? []).entries()) {
      find(step, `images.${String(index)}.alt`, required(image.alt, 500))
      find(step, `images.${String(index)}.credit`, atMost(image.credit, 200))
    }
  }

  checkPractice(answers, { find, required, atMost, chosen, address })
  checkCollaboration(answers, choices, { find, required, atMost, chosen, address })
  return findings
}

interface Checks {
  find: (step: Step, field: string, code: FindingCode | false | undefined) => void
  required: (text: string | undefined, most: number) => FindingCode | false
  atMost: (text: string | undefined, most: number) => FindingCode | false
  chosen: (value: string | undefined, from: readonly string[]) => FindingCode | false
  address: (text: string | undefined) => FindingCode | false
}

function checkPractice(answers: Answers, { find, required, atMost, chosen, address }: Checks) {
  const title = answers['practice-title']
  find('practice-title', 'title', required(title?.title, NAME_LENGTH))
  find('practice-title', 'aim', required(title?.aim, TEXT_LENGTH))
  const context = answers['practice-context']
  find('practice-context', 'context', atMost(context?.context, TEXT_LENGTH))
  find('practice-context', 'results', atMost(context?.results, TEXT_LENGTH))
  const people = answers['practice-people']
  for (const list of ['roles', 'resources'] as const) {
    const isLong = toLines(people?.[list]).some((line) => line.length > 500)
    find('practice-people', list, isLong && 'too_long')
  }
  const steps = writtenRows(answers['practice-steps']?.steps)
  find('practice-steps', 'steps', steps.length === 0 && 'missing')
  for (const { row, index } of steps) {
    find('practice-steps', `steps.${String(index)}.title`, required(row.title, NAME_LENGTH))
    find('practice-steps', `steps.${String(index)}.text`, atMost(row.text, TEXT_LENGTH))
  }
  find('practice-skills', 'suggested', tooLongWords(answers['practice-skills']?.suggested))
  const materials = answers['practice-materials']
  for (const { row, index } of writtenRows(materials?.materials)) {
    const at = `materials.${String(index)}`
    find('practice-materials', `${at}.url`, filled(row.url) ? address(row.url) : 'missing')
    find('practice-materials', `${at}.title`, atMost(row.title, NAME_LENGTH))
  }
  find('practice-materials', 'licence', chosen(materials?.licence, licences))
}

function checkCollaboration(
  answers: Answers,
  { collaborationKinds, participationRoles }: Choices,
  { find, required, atMost, chosen, address }: Checks,
) {
  const title = answers['collaboration-title']
  find('collaboration-title', 'title', required(title?.title, NAME_LENGTH))
  find(
    'collaboration-title',
    'kind',
    filled(title?.kind) ? chosen(title.kind, collaborationKinds) : 'missing',
  )
  find('collaboration-title', 'summary', atMost(title?.summary, TEXT_LENGTH))
  const years = answers['collaboration-years']
  const [start, end] = [years?.start?.trim() ?? '', years?.end?.trim() ?? '']
  find('collaboration-years', 'start', start !== '' && !isPartialDate(start) && 'not_a_date')
  find('collaboration-years', 'end', end !== '' && !isPartialDate(end) && 'not_a_date')
  const shorter = Math.min(start.length, end.length)
  const isBackwards = shorter > 0 && end.slice(0, shorter) < start.slice(0, shorter)
  find('collaboration-years', 'end', isBackwards && 'ends_before_start')
  find('collaboration-years', 'programme', atMost(years?.programme, 200))
  find('collaboration-years', 'website', address(years?.website))
  const participants = writtenRows(answers['collaboration-partners']?.participants)
  find('collaboration-partners', 'participants', participants.length === 0 && 'missing')
  for (const { row, index } of participants) {
    const at = `participants.${String(index)}`
    if (!filled(row.slug))
      find('collaboration-partners', `${at}.name`, required(row.name, NAME_LENGTH))
    find('collaboration-partners', `${at}.website`, address(row.website))
    find('collaboration-partners', `${at}.role`, chosen(row.role, participationRoles))
  }
}

/** Free themes and skills are words, not sentences. */
function tooLongWords(text: string | undefined): FindingCode | false {
  const listed = toList(text)
  return (listed.length > 10 || listed.some((word) => word.length > 100)) && 'too_long'
}
