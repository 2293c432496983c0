import { redirect } from '@sveltejs/kit'
import { findDraft } from '#lib/submissions/find-draft.ts'
import { resumePage } from '#lib/submissions/steps.ts'
import type { PageServerLoad } from './$types.js'

/** What was sent, what happens next, and what can be added. */
export const load: PageServerLoad = async (event) => {
  const draft = await findDraft(event)
  if (!draft?.actor) redirect(303, `/${event.params.lang}/submit`)
  const { actor, sent, isEmailConfirmed, answers } = draft
  const isBegun = (what: string) => Object.keys(answers).some((step) => step.startsWith(`${what}-`))
  const doors = { practice: 'practices', collaboration: 'collaborations' } as const
  return {
    actor,
    sent,
    isEmailConfirmed,
    doors: (['practice', 'collaboration'] as const).map((what) => ({
      what,
      isBegun: isBegun(what),
      page: resumePage(doors[what], draft),
    })),
  }
}
