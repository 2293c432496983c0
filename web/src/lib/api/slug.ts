/** As the API's schemas say it, of which the generated types hold no patterns; it refuses what is no slug. */
export const SLUG = '[a-z0-9]+(-[a-z0-9]+)*'

const slug = new RegExp(`^${SLUG}$`)

/** Whether a text can be the slug of something, as far as one can tell without asking. */
export const isSlug = (text: string, maxLength = 200) => text.length <= maxLength && slug.test(text)
