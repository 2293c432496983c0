import type { Risk } from '@maillage/db'
import type { Role } from '../accounts/permissions.rules.ts'
import { changesBetween } from './changes.rules.ts'

/** Who changes a record, and what became of what they sent before. */
export interface Author {
  roles: ReadonlySet<Role>
  /** Their proposals that someone else decided on in the last year. */
  accepted: number
  rejected: number
}

/** How many accepted proposals make an author trusted. */
const TRUSTED_FROM = 3

/** Metres from which a new point is another place. */
const MOVED_METERS = 2_000
const MANY_LINKS = 4
const LITTLE_TEXT = 200

const moderates = ({ roles }: Author) => roles.has('moderator') || roles.has('administrator')

/** Whether someone's changes go live without waiting, whatever they change. */
export const isTrusted = (author: Author): boolean =>
  moderates(author) || (author.accepted >= TRUSTED_FROM && author.rejected === 0)

/** Why a moderator should look at a change; without `before` it is a new record. */
export function risksOf(before: object | null, after: object, author: Author): Risk[] {
  if (moderates(author)) return []
  const risks = new Set<Risk>()
  if (!author.roles.has('owner') && !author.roles.has('editor')) {
    if (before !== null) risks.add('not_an_editor')
    if (author.accepted === 0) risks.add('new_author')
  }
  if (before === null) risks.add('new_record')
  const changes = before === null ? [] : changesBetween(before, after)
  for (const { field, before: old, after: now } of changes) {
    if ((field === 'name' || field === 'title') && plain(old) !== plain(now)) risks.add('name')
    if (field === 'kind') risks.add('kind')
    if (field === 'website' && hostOf(old) !== hostOf(now)) risks.add('website')
    if (field === 'location' && isMoved(old, now)) risks.add('moved')
    // Whom a practice or collaboration names may write it, and did not say so.
    if ((field === 'actors' || field === 'participants') && namesMore(old, now)) {
      risks.add('not_an_editor')
    }
    if (
      field === 'adoptions' &&
      namesMore([...adoptersIn(old), ...actorsIn(before)], adoptersIn(now))
    ) {
      risks.add('not_an_editor')
    }
  }
  if (before !== null) {
    const [was, is] = [textOf(before), textOf(after)]
    if (was.length > LITTLE_TEXT && is.length < was.length / 2) risks.add('much_removed')
  }
  const known = new Set(before === null ? [] : linksIn(before))
  if (linksIn(after).filter((link) => !known.has(link)).length >= MANY_LINKS) {
    risks.add('many_links')
  }
  return [...risks]
}

/** Whether a change waits for a moderator: nothing of trusted authors does, nor what is harmless. */
export const waits = (risks: readonly Risk[], author: Author): boolean =>
  risks.length > 0 && !isTrusted(author)

const plain = (text: unknown) =>
  String(text)
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase()

function hostOf(website: unknown): string | null {
  if (typeof website !== 'string' || !URL.canParse(website)) return null
  return new URL(website).hostname.replace(/^www\./, '')
}

interface Location {
  point: number[] | null
  country: string | null
  showExact: boolean
}

function isMoved(before: unknown, after: unknown): boolean {
  const [old, now] = [before as Location, after as Location]
  if (old.country !== null && old.country !== now.country) return true
  if (!old.point || !now.point) return false
  return metersBetween(old.point, now.point) > MOVED_METERS
}

/** Near enough for a threshold; longitudes shrink with the cosine of the latitude. */
function metersBetween([lng = 0, lat = 0]: number[], [otherLng = 0, otherLat = 0]: number[]) {
  const shrink = Math.cos((((lat + otherLat) / 2) * Math.PI) / 180)
  return Math.hypot((lng - otherLng) * shrink, lat - otherLat) * 111_195
}

function namesMore(before: unknown, after: unknown): boolean {
  const known = new Set((before as { slug: string }[]).map(({ slug }) => slug))
  return (after as { slug: string }[]).some(({ slug }) => !known.has(slug))
}

/** Who is named as practising it already. */
const actorsIn = (practice: object | null) =>
  (practice as { actors?: { slug: string }[] } | null)?.actors ?? []

const adoptersIn = (adoptions: unknown) =>
  ((adoptions ?? []) as { actor: string | null }[]).flatMap(({ actor }) =>
    actor === null ? [] : [{ slug: actor }],
  )

/** All that a document says in words. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  return Object.values(value).map(textOf).join(' ')
}

const linksIn = (document: object): string[] =>
  textOf(document).match(/\bhttps?:\/\/[^\s<>")]+/giu) ?? []
