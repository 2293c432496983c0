import { page } from '$app/state'

/** The address as the reader sees it: `page.url` keeps the one before a shallow move of the map. */
export const here = () => page.shallow?.url ?? page.url
