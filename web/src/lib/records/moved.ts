import { redirect } from '@sveltejs/kit'

/** The API followed a merge to another slug; so does the page, and for good. */
export function followMove(url: URL, asked: string, found: string) {
  if (asked !== found) {
    redirect(301, url.pathname.replace(/[^/]+$/, encodeURIComponent(found)) + url.search)
  }
}
