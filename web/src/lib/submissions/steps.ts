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
    'practice-materials',
    'practice-origin',
    'practice-check',
  ],
  collaborations: [
    'collaboration-title',
    'collaboration-years',
    'collaboration-partners',
    'collaboration-check',
  ],
} as const

export type Part = keyof typeof parts
export type Page = (typeof parts)[Part][number]
/** A page with questions. */
export type Step = Exclude<Page, 'check' | 'practice-check' | 'collaboration-check'>

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

export const stepsOf = (part: Part): Step[] => [...parts[part]].filter(isStep)

export const isStep = (page: Page): page is Step => !page.endsWith('check')

/** The languages that people are likely to write in, those of the interface first. */
export const writtenLanguages = [
  ...['en', 'fr', 'it', 'pt', 'hu', 'ro', 'ar', 'bg', 'ca', 'cs', 'da', 'de', 'el', 'es', 'et'],
  ...['eu', 'fi', 'ga', 'gl', 'hr', 'lb', 'lt', 'lv', 'mt', 'nl', 'no', 'pl', 'ru', 'sk', 'sl'],
  ...['sq', 'sr', 'sv', 'tr', 'uk'],
]
