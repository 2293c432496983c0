import type { I18n } from '#lib/i18n/i18n.ts'
import type { Colouring } from './network-view.ts'

/** What a colour stands for, in the reader's words; themes by the labels that came with the lists. */
export function categoryName(
  { t, name, country }: I18n,
  colouring: Colouring,
  value: string | null,
  themes: ReadonlyMap<string, string>,
): string {
  if (value === null) return t('network.colour.others')
  switch (colouring) {
    case 'theme':
      return themes.get(value) ?? value
    case 'country':
      return country(value)
    case 'kind':
      return name('actorKind', value)
    case 'community':
      return t('network.community', { number: Number(value) + 1 })
  }
}
