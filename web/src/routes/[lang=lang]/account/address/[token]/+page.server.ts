import { fail } from '@sveltejs/kit'
import { api } from '#lib/api/client.ts'
import type { Actions } from './$types.js'

export const actions: Actions = {
  default: async (event) => {
    const { token } = event.params
    const { error: problem } = await api(event).POST('/address-changes/{token}', {
      params: { path: { token } },
    })
    return problem ? fail(problem.status, { code: problem.code }) : { changed: true }
  },
}
