import { fail } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { ifMatch } from '#lib/api/forms.ts'
import { formText, formTexts } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad } from './$types.js'

const roles = ['person', 'moderator', 'administrator'] as const

export const load: PageServerLoad = async (event) => {
  const client = api(event)
  const query = { lang: event.params.lang }
  const [moderators, themes] = await Promise.all([
    client.GET('/moderators'),
    client.GET('/themes', { params: { query } }),
  ])
  const { items, version } = dataOrError(moderators)
  return { moderators: items, version, themes: dataOrError(themes).items }
}

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData()
    const text = (name: string) => formText(form, name)
    const values = { email: text('email'), role: text('role'), territories: text('territories') }
    const themes = formTexts(form, 'themes[]').filter(Boolean)
    const territories = values.territories.split(/[\s,;]+/).filter(Boolean)
    const { data, error } = await api(event).PUT('/moderators', {
      headers: ifMatch(form),
      body: {
        email: values.email,
        role: roles.find((role) => role === values.role) ?? 'moderator',
        scopes: [
          ...territories.map((territory) => ({ territory: territory.toUpperCase() })),
          ...themes.map((theme) => ({ theme })),
        ],
      },
    })
    if (!data) {
      return fail(error.status, { values, themes, code: error.code, fields: error.fields ?? {} })
    }
    return { saved: true }
  },
}
