import { error } from '@sveltejs/kit'
import type { PageLoad } from './$types.js'

/** Gives unknown addresses the error page in the language that they name. */
export const load: PageLoad = () => error(404, 'Not found', { code: 'not_found' })
