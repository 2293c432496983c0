import { splitPath, type Language } from '#lib/i18n/languages.ts'
import { loadMessages } from '#lib/i18n/messages.ts'
import type { LayoutLoad } from './$types.js'

export const load: LayoutLoad = async ({ params, url, data, untrack }) => {
  const lang: Language = params.lang ?? untrack(() => splitPath(url.pathname))[0] ?? 'en'
  return { ...data, lang, messages: await loadMessages(lang) }
}
