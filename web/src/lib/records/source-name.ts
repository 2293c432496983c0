import type { Source } from '#lib/api/types.ts'
import type { I18n } from '#lib/i18n/i18n.ts'

/** What a source is called: what was written here in the words of the page, others by their own name. */
export const sourceName = (
  { t }: Pick<I18n, 't'>,
  { name, kind }: Pick<Source, 'name' | 'kind'>,
) => (kind === 'submission' ? t('record.source.submission') : name)
