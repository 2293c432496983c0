import type { Draft } from '#lib/api/types.ts'

/** A page with questions: the API keeps the answers to each. */
export type Step = keyof Draft['answers']
type CheckPage = 'check' | 'practice-check' | 'collaboration-check'

/** The pages of the three parts of a submission, in order. */
const parts = {
  actors: [
    'name',
    'mail',
    'kind',
    'where',
    'themes',
    'about',
    'links',
    'languages',
    'exchange',
    'pictures',
    'check',
  ],
  practices: [
    'practice-title',
    'practice-context',
    'practice-people',
    'practice-steps',
    'practice-skills',
    'practice-themes',
    'practice-materials',
    'practice-origin',
    'practice-pictures',
    'practice-check',
  ],
  collaborations: [
    'collaboration-title',
    'collaboration-years',
    'collaboration-partners',
    'collaboration-check',
  ],
} as const satisfies Record<string, readonly (Step | CheckPage)[]>

export type Part = keyof typeof parts
export type Page = (typeof parts)[Part][number]

/** Where a page stands: its part, the pages around it, and how many there are. */
export function findPage(name: string) {
  for (const part of Object.keys(parts) as Part[]) {
    const pages: readonly Page[] = parts[part]
    const page = pages.find((each) => each === name)
    if (page) {
      const at = pages.indexOf(page)
      return {
        part,
        page,
        number: at + 1,
        total: pages.length,
        back: pages[at - 1],
        next: pages[at + 1],
        first: pages[0],
        check: pages.at(-1),
      }
    }
  }
  return undefined
}

/** Where the page before is, or the answers that one came from to change this one. */
export function backPath(
  { part, back, check }: Pick<NonNullable<ReturnType<typeof findPage>>, 'part' | 'back' | 'check'>,
  returnTo: string | null,
): string {
  const before = returnTo === 'check' ? check : (back ?? (part === 'actors' ? undefined : 'sent'))
  return before ? `/submit/${before}` : '/submit'
}

/** Where to go on: the first page of a part that was not seen yet or is not right, else the one with all answers. */
export const resumePage = (part: Part, { answers, findings }: Draft): Page =>
  stepsOf(part).find((step) => !answers[step] || findings[step]) ?? parts[part].at(-1) ?? 'check'

/** Where whoever comes back to a submission goes on. */
export const resumePath = (draft: Draft): string =>
  `/submit/${draft.sent.length > 0 ? 'sent' : resumePage('actors', draft)}`

export const stepsOf = (part: Part): Step[] => [...parts[part]].filter(isStep)

/** A page of images, whose files are kept as they are chosen. */
export const hasPictures = (page: Page) => page === 'pictures' || page === 'practice-pictures'

export const isStep = (page: Page): page is Step => !page.endsWith('check')
