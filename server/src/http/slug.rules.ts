import { hash } from 'node:crypto'
import { fold } from './fold.ts'

const LONGEST = 70

/** The part of an address that names a record. */
export function slugify(text: string): string {
  const slug = fold(text).replaceAll(' ', '-')
  if (slug.length <= LONGEST) return slug
  return slug.slice(
    0,
    slug.lastIndexOf('-', LONGEST) > 20 ? slug.lastIndexOf('-', LONGEST) : LONGEST,
  )
}

/** Slugs in the order in which they are tried; the last one is as good as unique. */
export function slugCandidates(
  name: string,
  town: string | undefined,
  key: string,
  wanted?: unknown,
): string[] {
  const asked = typeof wanted === 'string' ? slugify(wanted) : ''
  const slug = slugify(name) || 'record'
  const suffix = hash('sha1', key, 'hex').slice(0, 8)
  return [
    ...(asked ? [asked] : []),
    slug,
    ...(town ? [`${slug}-${slugify(town)}`] : []),
    `${slug}-${suffix}`,
  ]
}
