import { eraseRecord, loadEditor, saveSection } from '#lib/editing/edit.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = (event) => loadEditor(event, 'practices')

export const actions: Actions = {
  save: (event) => saveSection(event, 'practices'),
  erase: (event) => eraseRecord(event, 'practices'),
}
