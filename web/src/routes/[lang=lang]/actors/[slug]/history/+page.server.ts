import { loadHistory, restoreVersion } from '#lib/editing/history.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = (event) => loadHistory(event, 'actors')

export const actions: Actions = { default: (event) => restoreVersion(event, 'actors') }
