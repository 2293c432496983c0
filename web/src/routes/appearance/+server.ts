import { redirect } from '@sveltejs/kit'
import { APPEARANCE_COOKIE, toAppearance } from '#lib/shell/appearance.ts'
import type { RequestHandler } from './$types.js'

const ONE_YEAR_SECONDS = 31_536_000

/** The appearance switch without JavaScript. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
  const form = await request.formData()
  cookies.set(APPEARANCE_COOKIE, toAppearance(form.get('appearance')), {
    maxAge: ONE_YEAR_SECONDS,
    httpOnly: false,
    sameSite: 'lax',
    secure: url.protocol === 'https:',
  })
  const back = form.get('back')
  redirect(303, typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/')
}
