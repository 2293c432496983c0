import { eraseRecord, loadEditor, saveSection } from '#lib/editing/edit.server.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = (event) => loadEditor(event, 'collaborations')

export const actions: Actions = {
  save: (event) => saveSection(event, 'collaborations'),
  erase: (event) => eraseRecord(event, 'collaborations'),
}
