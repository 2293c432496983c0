import { error, fail, redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import type { Language } from '#lib/i18n/languages.ts'
import type { Feature } from '#lib/records/feature.ts'
import { type Document, readValues, toValues, type Values, withSection } from './documents.ts'
import { sections } from './fields.ts'

type Event = RequestEvent & { params: { lang: Language; slug: string } }

interface Answer {
  slug: string
  status: string
  version: number
  document: Document
  formerOriginals: { field: string; language: string; text: string }[]
  waiting: { reference: string; changedFields: string[]; createdAt: string }[]
}

const pathOf = (feature: Feature) => `/${feature}/{slug}/document` as '/actors/{slug}/document'

/** The document of a record, for those who may write it; others are led to where they can suggest a change. */
async function readDocument(event: Event, feature: Feature): Promise<Answer> {
  const answer = await api(event).GET(pathOf(feature), {
    params: { path: { slug: event.params.slug } },
  })
  if (answer.response.status === 401 || answer.response.status === 403) {
    const about = new URLSearchParams({ feature, slug: event.params.slug })
    redirect(303, `/${event.params.lang}/report?${String(about)}`)
  }
  return dataOrError(answer)
}

/** What the page of editing needs. */
export async function loadEditor(event: Event, feature: Feature) {
  const client = api(event)
  const { lang } = event.params
  const answer = await readDocument(event, feature)
  const themes = dataOrError(await client.GET('/themes', { params: { query: { lang } } })).items
  const skills = dataOrError(await client.GET('/skills', { params: { query: { lang } } })).items
  const named = ({ slug, label }: { slug: string; label: string }) => ({ slug, label })
  return {
    feature,
    ...answer,
    themes: themes.map(named),
    skills: skills.map(named),
    saved: event.url.searchParams.get('saved'),
    waitsAs: event.url.searchParams.get('waits'),
  }
}

interface Side {
  field: string
  yours: Document[string]
  theirs: Document[string]
}

/** Saves one section on top of the version that its form shows. */
export async function saveSection(event: Event, feature: Feature) {
  const values = readValues(await event.request.formData())
  const section = sections[feature].find(({ name }) => name === values['_section'])
  if (!section) error(400)
  const current = await readDocument(event, feature)
  const version = Number(values['_version'])
  const document = withSection(current.document, section, values, event.params.lang)
  const refuse = (status: number, problem: object) =>
    fail(status, { section: section.name, values, conflict: [] as Side[], ...problem })

  if (version !== current.version) {
    return refuse(412, {
      code: 'version_changed',
      version: current.version,
      conflict: conflictOf(toValues(current.document, section), values),
    })
  }
  if (section.name === 'place') await moveToTown(event, current.document, document)
  const why = (values['_why'] ?? '').trim()
  const {
    data,
    error: problem,
    response,
  } = await api(event).PUT(pathOf(feature), {
    params: { path: { slug: event.params.slug } },
    headers: { 'if-match': `"v${String(version)}"` },
    body: { document: document as never, ...(why && { why }) },
  })
  if (!data) return refuse(response.status, { code: problem.code, fields: problem.fields ?? {} })
  const result = 'reference' in data ? { waits: data.reference } : { saved: section.name }
  redirect(303, `${event.url.pathname}?${String(new URLSearchParams(result))}#${section.name}`)
}

/** The controls that differ between what someone else has saved and what was typed. */
function conflictOf(theirs: Values, yours: Values): Side[] {
  const names = [...new Set([...Object.keys(theirs), ...Object.keys(yours)])]
  return names
    .filter((name) => !name.includes('_') && (theirs[name] ?? '') !== (yours[name] ?? ''))
    .map((field) => ({ field, yours: yours[field] ?? '', theirs: theirs[field] ?? '' }))
}

interface Location {
  town: string | null
  country: string | null
  placeId: number | null
  point: number[] | null
  precision: string | null
}

/** Another town has another number in the gazetteer, and its own point where none was typed. */
async function moveToTown(event: Event, before: Document, after: Document): Promise<void> {
  const [was, is] = [before['location'] as Location, after['location'] as Location]
  if (was.town === is.town && was.country === is.country) return
  is.placeId = null
  if (!is.town) return
  const { data } = await api(event).GET('/places', { params: { query: { q: is.town, limit: 10 } } })
  const place = data?.items.find((each) => !is.country || each.country === is.country)
  if (!place || !/^\d+$/.test(place.id)) return
  is.placeId = Number(place.id)
  if (JSON.stringify(is.point) === JSON.stringify(was.point)) {
    is.point = place.coordinates
    is.precision = 'town'
  }
}
