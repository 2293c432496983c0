import type { LayoutServerLoad } from './$types.js'

export const load: LayoutServerLoad = ({ locals }) => ({ appearance: locals.appearance })
