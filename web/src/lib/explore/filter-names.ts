import type { Facet } from '#lib/api/types.ts'
import type { I18n } from '#lib/i18n/i18n.ts'
import { evidences } from '#lib/network/network-view.ts'
import type { FacetName, Section } from './exploration.ts'

/** What a value of a facet is called: kinds are our own words, the rest comes with the answer. */
export function valueName(
  { t, name, country, language }: I18n,
  section: Section,
  facet: FacetName,
  { value, label }: Pick<Facet, 'value' | 'label'>,
) {
  if (facet === 'kind') {
    return name(section === 'collaborations' ? 'collaborationKind' : 'actorKind', value)
  }
  if (facet === 'offers') return t('facet.offers', { label })
  if (facet === 'practice') return t('facet.practice', { label })
  if (facet === 'freshness') return name('freshness', value)
  if (facet === 'country') return country(value)
  if (facet === 'language') return language(value)
  return label
}

interface Named {
  section: Section
  facets: Record<string, Facet[] | undefined>
}

/** The name of a filter in use, for chips and for ways out of an empty list. */
export function filterName(i18n: I18n, { section, facets }: Named, filter: string, value: string) {
  const { t, kilometers, date } = i18n
  switch (filter) {
    case 'q':
      return value
    case 'where':
      return value || t('explore.place.point')
    case 'bbox':
      return t('facet.bbox')
    case 'located':
      return t(value === 'true' ? 'facet.located.true' : 'facet.located.false')
    case 'updatedSince':
      return t('facet.updatedSince', { date: readDate(date, value) })
    case 'area':
      return t('facet.area')
    case 'reach':
      return t(
        `facet.reach.${section === 'actors' ? 'actors' : 'collaborations'}.${toReach(value)}`,
      )
    case 'with':
      return t('facet.with', { name: nameOf(facets['with'], value) })
    case 'from':
    case 'to':
      return t(`facet.${filter}`, { year: value })
    case 'minEvidence':
      return t('facet.minEvidence', { evidence: evidenceName(t, value) })
    case 'newIn': {
      const [first = '', last = first] = value.split('/')
      const what = `facet.newIn.${section === 'actors' ? 'actors' : 'collaborations'}` as const
      if (last === '..') return t(`${what}.since`, { year: first })
      return t(what, { year: first === last ? first : `${first}–${last}` })
    }
    case 'within':
      return t('facet.within.value', { distance: kilometers(Number(value)) })
    default: {
      const known = facets[filter]?.find((facet) => facet.value === value)
      return valueName(i18n, section, filter as FacetName, known ?? { value, label: value })
    }
  }
}

const toReach = (value: string) =>
  value === 'inside' || value === 'across' ? value : ('any' as const)

const nameOf = (known: Facet[] | undefined, value: string) =>
  known?.find((facet) => facet.value === value)?.label ?? value

function evidenceName(t: I18n['t'], value: string) {
  const known = evidences.find((each) => each === value)
  return known ? t(`network.evidence.least.${known}`) : value
}

function readDate(date: I18n['date'], value: string) {
  return Number.isNaN(Date.parse(value)) ? value : date(value)
}
