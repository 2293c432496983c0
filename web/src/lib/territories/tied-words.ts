import type { I18n } from '#lib/i18n/i18n.ts'
import { evidences } from '#lib/network/network-view.ts'
import type { TiedWords } from './territory-links.ts'

/** Which ties a figure counts, in words; without a choice those of all years that nobody disputes. */
export function tiedWords({ t }: Pick<I18n, 't'>, { from, to, minEvidence }: TiedWords): string {
  const evidence = evidences.find((each) => each === minEvidence) ?? 'imported'
  const what = [
    from && t('facet.from', { year: from }),
    to && t('facet.to', { year: to }),
    !from && !to && t('territory.tied.allYears'),
    t('facet.minEvidence', { evidence: t(`network.evidence.least.${evidence}`) }),
  ]
  return t('territory.tied', { what: what.filter(Boolean).join(' · ') })
}
