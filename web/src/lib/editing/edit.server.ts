import { error, fail, redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { ifMatch, signInPath } from '#lib/api/forms.ts'
import type { Language } from '#lib/i18n/languages.ts'
import { takeImages } from '#lib/images/form-images.ts'
import { choosePlace } from '#lib/places/choose-place.ts'
import type { Feature } from '#lib/records/feature.ts'
import { formProse } from '#lib/ui/form-text.ts'
import { readRowChange } from '#lib/ui/form-values.ts'
import {
  differences,
  type Document,
  type Names,
  readValues,
  type Values,
  withRowChange,
  withSection,
} from './documents.ts'
import type { Unsaved } from './editor.ts'
import { type Section, sections } from './fields.ts'
import { isElsewhere, type Location } from './location.ts'
import { resolveRecords, resolveTown } from './records.server.ts'

type Event = RequestEvent & { params: { lang: Language; slug: string } }

interface Answer {
  slug: string
  status: string
  mayErase: boolean
  isRejected: boolean
  version: number
  document: Document
  names: Names
  formerOriginals: { field: string; language: string; text: string }[]
  waiting: { reference: string; changedFields: string[]; createdAt: string }[]
}

const pathOf = (feature: Feature) => `/${feature}/{slug}/document` as '/actors/{slug}/document'

const getDocument = (event: Event, feature: Feature) =>
  api(event).GET(pathOf(feature), { params: { path: { slug: event.params.slug } } })

/** What the page of editing needs; who is not signed in does that first, who may not write can suggest a change. */
export async function loadEditor(event: Event, feature: Feature) {
  const client = api(event)
  const { lang, slug } = event.params
  const document = await getDocument(event, feature)
  const { status } = document.response
  // Without JavaScript this page is the answer to a form: led elsewhere, its author would lose what they wrote.
  const signIn = signInPath(lang, event.url.pathname)
  if (status === 401 && event.request.method === 'POST') return { signIn }
  if (status === 401) redirect(303, signIn)
  if (status === 403) {
    redirect(303, `/${lang}/report?${String(new URLSearchParams({ feature, slug }))}`)
  }
  const answer: Answer = dataOrError(document)
  const [themes, skills, configuration] = await Promise.all([
    client.GET('/themes', { params: { query: { lang } } }).then(dataOrError),
    client.GET('/skills', { params: { query: { lang } } }).then(dataOrError),
    client.GET('/configuration').then(dataOrError),
  ])
  const named = ({ slug, label }: { slug: string; label: string }) => ({ slug, label })
  return {
    signIn: null,
    feature,
    ...answer,
    themes: themes.items.map(named),
    skills: skills.items.map(named),
    configuration,
    saved: event.url.searchParams.get('saved'),
    waitsAs: event.url.searchParams.get('waits'),
  }
}

/** Saves one section on top of the version that its form shows, or does what one of its buttons asks. */
export async function saveSection(event: Event, feature: Feature) {
  const form = await event.request.formData()
  const sent = readValues(form)
  const section = sections[feature].find(({ name }) => name === sent['_section'])
  if (!section) error(400)
  const asked = await asksForMore(event, section, form, sent)
  if (asked.answer) return asked.answer
  const { values, images } = asked

  const refuse = (status: number, problem: Omit<Unsaved, 'section' | 'values'>) =>
    fail(status, { section: section.name, values, images, ...problem } as Unsaved)
  const answer = await getDocument(event, feature)
  // Who is signed out meanwhile signs in in another tab and sends it again; to them what waits seems to be gone.
  if (answer.error) {
    const { data: session } = await api(event).GET('/session')
    const code = session?.account ? answer.error.code : 'not_signed_in'
    return refuse(answer.response.status, { code })
  }
  const current: Answer = answer.data
  const version = Number(values['_version'])
  const { lang } = event.params
  const document = withSection(current.document, section, values, { language: lang, images })

  if (version !== current.version) {
    return refuse(412, {
      code: 'version_changed',
      version: current.version,
      conflict: differences(section, current.document, document),
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
  const result = { saved: section.name, ...('reference' in data && { waits: data.reference }) }
  redirect(303, `${event.url.pathname}?${String(new URLSearchParams(result))}#${section.name}`)
}

/** Erases a record, or asks the moderators to. */
export async function eraseRecord(event: Event, feature: Feature) {
  const form = await event.request.formData()
  const why = formProse(form, 'why').trim()
  const refuse = (status: number, code: string) =>
    fail(status, { section: 'erase', values: readValues(form), code } as Unsaved)
  if (form.get('sure') !== 'yes') return refuse(400, 'unsure')
  const { slug, lang } = event.params
  const { data, error: problem } = await api(event).DELETE(
    `/${feature}/{slug}` as '/actors/{slug}',
    {
      params: { path: { slug }, query: { ...(why && { why }) } },
      headers: ifMatch(form),
    },
  )
  if (problem) return refuse(problem.status, problem.code)
  redirect(
    303,
    data ? `${event.url.pathname}?waits=${data.reference}` : `/${lang}/${feature}/${slug}`,
  )
}

/** What a button of a list, of images or of a search asks for; then nothing is saved yet. */
async function asksForMore(event: Event, section: Section, form: FormData, sent: Values) {
  const act = sent['_do'] ?? ''
  const answer = (shown: Partial<Unsaved>, status?: number) => {
    const unsaved: Unsaved = { section: section.name, values: sent, ...shown }
    return { values: sent, images: undefined, answer: status ? fail(status, unsaved) : unsaved }
  }
  const change = readRowChange(act)
  if (change) return answer({ values: withRowChange(sent, change) })

  const taken = await takeSectionImages(event, section, form)
  if (taken?.isAsking || (taken && Object.keys(taken.fields).length > 0)) {
    const { images, fields } = taken
    return answer({ images, fields }, Object.keys(fields).length > 0 ? 400 : undefined)
  }
  const placed = choosePlace(sent)
  const isTyped = Boolean(sent['q']?.trim()) && !sent['choice'] && !sent['_picked']
  if (section.name === 'place' && (act === 'search' || isTyped)) {
    const query = { q: (sent['q'] ?? '').trim().slice(0, 300), lang: event.params.lang }
    const { data } = query.q
      ? await api(event).GET('/geocode', { params: { query } })
      : { data: undefined }
    return answer({ whereabouts: data?.items ?? [] })
  }
  const town = await resolveTown(event, section, placed)
  if (town.places) {
    const problem = town.places.length > 0 ? 'submit.where.choose' : 'adopt.error.where'
    return answer({ places: town.places, fields: { [town.path]: problem } }, 400)
  }
  const { values, choices } = await resolveRecords(event, section, town.values)
  if (Object.keys(choices).length > 0) {
    const fields = Object.fromEntries(
      Object.entries(choices).map(([path, found]) => [path, found.length > 0 ? 'which' : 'none']),
    )
    return answer({ values, choices, fields }, 400)
  }
  return { values, images: taken?.images, answer: undefined }
}

/** The images of a section that has some, after what its buttons ask for. */
async function takeSectionImages(event: Event, section: Section, form: FormData) {
  const field = section.fields.find(({ input }) => input === 'images')
  if (field?.input !== 'images') return undefined
  const taken = await Promise.all(
    field.roles.map(async (role) => {
      const sent = await takeImages(event, form, { name: role, role, most: MOST_IMAGES[role] })
      return { role, ...sent }
    }),
  )
  const isAsking = taken.some((each) => each.isAsking)
  const wordless = taken.flatMap(({ role, images }) =>
    images.flatMap(({ alt }, n) =>
      Object.keys(alt).length > 0 ? [] : [`${role}.${String(n)}.alt.${event.params.lang}`],
    ),
  )
  const problems = taken.flatMap(({ role, problem }) =>
    problem ? [[`${role}.file`, problem] as const] : [],
  )
  return {
    isAsking,
    images: taken.flatMap(({ images }) => images),
    fields: Object.fromEntries([
      ...problems,
      ...(isAsking ? [] : wordless.map((path) => [path, 'image.problem.alt'])),
    ]) as Record<string, string>,
  }
}

const MOST_IMAGES = { logo: 1, picture: 8 }

/** Another town has another number in the gazetteer, and its own point where none was chosen. */
async function moveToTown(event: Event, before: Document, after: Document): Promise<void> {
  const [was, is] = [before['location'] as Location, after['location'] as Location]
  if (!isElsewhere(was, is)) return
  is.placeId = null
  if (!is.town) return
  const { data } = await api(event).GET('/places', { params: { query: { q: is.town, limit: 10 } } })
  const place = data?.items.find((each) => !is.country || each.country === is.country)
  if (!place || !/^\d+$/.test(place.id)) return
  Object.assign(is, { placeId: Number(place.id), point: place.coordinates, precision: 'town' })
}
