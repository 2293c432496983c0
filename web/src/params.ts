import { defineParams } from '@sveltejs/kit/params'
import { toLanguage } from '#lib/i18n/languages.ts'

/** What is added to an actor that is here already. */
const added = ['practice', 'collaboration'] as const

export const params = defineParams({
  lang: toLanguage,
  added: (text) => added.find((each) => each === text),
})
