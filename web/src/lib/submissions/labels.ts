import type { Configuration } from '#lib/api/types.ts'
import type { I18n } from '#lib/i18n/i18n.ts'
import type { MessageKey } from '#lib/i18n/messages.ts'
import { whereLabel } from '#lib/places/where-label.ts'
import type { Page } from './steps.ts'

/** What each field is called, by page and name; the field of a row by its own name. */
const labels: Record<string, MessageKey> = {
  'name.name': 'submit.name.label',
  'name.shortName': 'submit.name.short',
  'mail.email': 'submit.mail.label',
  'kind.kind': 'submit.kind.label',
  'kind.legalForm': 'submit.kind.legal',
  'where.q': whereLabel(undefined),
  'themes.themes': 'submit.themes.label',
  'themes.suggested': 'submit.themes.suggested',
  'about.language': 'submit.language',
  'about.summary': 'submit.about.summary',
  'about.description': 'submit.about.description',
  'links.website': 'submit.links.website',
  'links.url': 'submit.links.url',
  'links.title': 'submit.links.text',
  'languages.foundedYear': 'submit.languages.founded',
  'languages.scope': 'submit.languages.scope',
  'exchange.kind': 'submit.kind.label',
  'exchange.text': 'submit.exchange.text',
  'exchange.endsOn': 'submit.exchange.until',
  'pictures.alt': 'submit.pictures.alt',
  'practice-pictures.alt': 'submit.pictures.alt',
  'practice-title.title': 'submit.practice-title.label',
  'practice-title.aim': 'submit.practice-title.aim',
  'practice-context.context': 'submit.practice-context.context',
  'practice-context.results': 'submit.practice-context.results',
  'practice-people.roles': 'submit.practice-people.roles',
  'practice-people.resources': 'submit.practice-people.resources',
  'practice-steps.steps': 'submit.practice-steps.label',
  'practice-steps.title': 'recipe.title',
  'practice-steps.text': 'recipe.text',
  'practice-skills.suggested': 'submit.themes.suggested',
  'practice-materials.url': 'submit.links.url',
  'practice-materials.title': 'submit.links.text',
  'practice-materials.licence': 'submit.practice-materials.licence',
  'collaboration-title.title': 'submit.collaboration-title.label',
  'collaboration-title.kind': 'submit.kind.label',
  'collaboration-title.summary': 'submit.collaboration-title.summary',
  'collaboration-years.start': 'submit.collaboration-years.start',
  'collaboration-years.end': 'submit.collaboration-years.end',
  'collaboration-years.programme': 'submit.collaboration-years.programme',
  'collaboration-years.website': 'submit.links.website',
  'collaboration-partners.participants': 'submit.collaboration-partners.participants',
  'collaboration-partners.name': 'submit.name.label',
  'collaboration-partners.website': 'submit.links.website',
  'collaboration-partners.role': 'submit.collaboration-partners.role',
}

/** What a field is called, such as `links.0.url` of the page `links`. */
export function nameOf({ t }: Pick<I18n, 't'>, page: Page, field: string): string {
  const [list = '', , own] = field.split('.')
  const name = own ?? list
  const key = labels[`${page}.${name}`]
  return key ? t(key) : name
}

/** The name of a field in a list of mistakes, with the number of its row. */
export function labelOf(
  i18n: Pick<I18n, 't'>,
  page: Page,
  field: string,
  configuration: Pick<Configuration, 'hasPostalCodes'> | undefined,
): string {
  if (page === 'where' && field === 'q') return i18n.t(whereLabel(configuration))
  const [, index] = field.split('.')
  const name = nameOf(i18n, page, field)
  return index === undefined ? name : `${name} ${String(Number(index) + 1)}`
}

/** The values of a closed list with their names. */
export const choicesOf = (
  { name }: Pick<I18n, 'name'>,
  group: Parameters<I18n['name']>[0],
  all: readonly string[],
) => all.map((value) => ({ value, label: name(group, value) }))
