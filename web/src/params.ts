import { defineParams } from '@sveltejs/kit/params'
import { toLanguage } from '#lib/i18n/languages.ts'

export const params = defineParams({ lang: toLanguage })
