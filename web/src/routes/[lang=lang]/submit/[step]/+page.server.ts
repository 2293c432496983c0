import { error, fail, redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { type FormImage, takeImages } from '#lib/images/form-images.ts'
import { choosePlace } from '#lib/places/choose-place.ts'
import { findDraft } from '#lib/submissions/find-draft.ts'
import {
  backPath,
  findPage,
  hasPictures,
  isStep,
  type Step,
  stepsOf,
} from '#lib/submissions/steps.ts'
import {
  changeRows,
  readRowChange,
  readValues,
  type Row,
  rowsOf,
  textOf,
  type Values,
} from '#lib/ui/form-values.ts'
import { answersOf, candidateOf, findSimilar, pictureRows } from './answers.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types.js'

/** The version of what people agree to when they send; a new text gets a new one. */
const CONSENT_VERSION = '2026-11'

const pageOf = ({ params }: { params: { step: string } }) => findPage(params.step) ?? error(404)

export const load: PageServerLoad = async (event) => {
  const { lang } = event.params
  const where = pageOf(event)
  const { page, part } = where
  const isNew = page === 'name' && event.url.searchParams.has('new')
  const draft = isNew ? undefined : await findDraft(event)
  if (!draft && page !== 'name') redirect(303, `/${lang}/submit`)
  // What was sent is changed on its profile; practices and collaborations follow it.
  if (draft?.actor && part === 'actors') redirect(303, `/${lang}/submit/sent`)
  if (draft && !draft.actor && part !== 'actors') redirect(303, `/${lang}/submit/check`)

  const client = api(event)
  const query = { lang }
  const values = draft && isStep(page) ? answersOf(draft, page) : undefined
  const isSearch = event.url.searchParams.has('search')
  const q = isSearch ? textOf(values, 'q').trim() : ''
  const needs = (...pages: string[]) => pages.includes(page)

  const [themes, skills, configuration, places, practices, actors, similar] = await Promise.all([
    needs('themes', 'check', 'practice-themes', 'practice-check')
      ? client.GET('/themes', { params: { query } }).then(({ data }) => data?.items)
      : undefined,
    needs('practice-skills', 'practice-check')
      ? client.GET('/skills', { params: { query } }).then(({ data }) => data?.items)
      : undefined,
    needs('where', 'check') ? client.GET('/configuration').then(dataOrError) : undefined,
    needs('where') && q
      ? client
          .GET('/geocode', { params: { query: { q, lang } } })
          .then(({ data }) => data?.items ?? [])
      : undefined,
    needs('practice-origin') && q
      ? client
          .GET('/practices', { params: { query: { q, lang, limit: 8 } } })
          .then(({ data }) => data?.items ?? [])
      : undefined,
    needs('collaboration-partners') && q
      ? client
          .GET('/actors', { params: { query: { q, lang, limit: 8 } } })
          .then(({ data }) => data?.items ?? [])
      : undefined,
    draft && ((page === 'name' && isSearch) || page === 'check')
      ? findSimilar(event, candidateOf(draft), lang)
      : undefined,
  ])

  return {
    ...where,
    draft,
    values: values ?? {},
    isStep: isStep(page),
    returnTo: event.url.searchParams.get('return'),
    key: crypto.randomUUID(),
    themes: themes?.map(({ slug, label, broader }) => ({ slug, label, broader })),
    skills: skills?.map(({ slug, label }) => ({ slug, label })),
    configuration,
    places,
    practices: practices?.map(({ slug, title }) => ({ slug, title })),
    actors: actors?.map(({ slug, name, place }) => ({ slug, name, town: place.town })),
    // Who shares only the name was asked about beside it.
    similar: page === 'check' ? similar?.filter(({ level }) => level === 'likely') : similar,
    partSteps: stepsOf(part),
  }
}

export const actions: Actions = {
  default: async (event) => {
    const where = pageOf(event)
    const form = await event.request.formData()
    const text = (name: string) => {
      const value = form.get(name)
      return typeof value === 'string' ? value : ''
    }
    if (!isStep(where.page)) return send(event, text('_key'), text('_consent') === 'yes')
    const step = where.page
    const act = text('_do')
    let values = readValues(form)

    if (hasPictures(step)) {
      const draft = text('_reference')
      const taken = await takePictures(event, form, draft)
      values = { images: taken.images }
      if (taken.isAsking) {
        await keep(event, step, values, text('_version'), false)
        if (Object.keys(taken.problems).length > 0) {
          return fail(400, { values, imageProblem: taken.problems })
        }
        redirect(303, event.url.pathname + event.url.search)
      }
    }

    const change = readRowChange(act)
    if (change) {
      const list = change.list
      const rows = rowsOf(values, list)
      values = { ...values, [list]: changeRows<Row>(rows, change, {}) }
    }
    const pick = /^pick:([^|]+)\|(.*)$/s.exec(act)
    if (pick) {
      const [, slug = '', name = ''] = pick
      const rows = rowsOf(values, 'participants').filter(({ name, slug }) => name || slug)
      values = { ...values, participants: [...rows, { slug, name, website: '', role: 'partner' }] }
    }
    if (step === 'where') values = choosePlace(values)

    if (step === 'name' && text('_reference') === '') {
      // Nothing was begun yet, so that there is nothing to keep.
      if (textOf(values, 'name').trim() === '') {
        return fail(400, { values, findings: { name: 'missing' } })
      }
      const { data, error: problem } = await api(event).POST('/drafts', {
        headers: { 'idempotency-key': text('_key') },
        body: { name: textOf(values, 'name'), language: event.params.lang },
      })
      // What is sent again is another request, with another key.
      if (!data) {
        return fail(problem.status, { values, code: problem.code, key: crypto.randomUUID() })
      }
      return afterName(event, values, text('_seen'))
    }

    const isDone = act === '' || act === 'next'
    const {
      data,
      error: problem,
      response,
    } = await keep(event, step, values, text('_version'), isDone)
    if (!data) {
      if (response.status === 412) {
        const draft = await findDraft(event)
        return fail(412, {
          values,
          code: problem.code,
          version: draft?.version,
          theirs: draft && answersOf(draft, step),
        })
      }
      return fail(problem.status, { values, code: problem.code })
    }
    const { pathname, searchParams } = event.url
    const returnTo = searchParams.get('return')
    const kept = returnTo ? `&return=${encodeURIComponent(returnTo)}` : ''
    if (act === 'search') redirect(303, `${pathname}?search${kept}#results`)
    if (act === 'link') {
      await api(event).POST('/drafts/current/link')
      redirect(303, `${pathname}?${kept}`)
    }
    if (act === 'back') redirect(303, `/${event.params.lang}${backPath(where, returnTo)}`)
    if (!isDone) {
      const focus = change ? `#${change.list}` : pick ? '#participants' : ''
      redirect(303, `${pathname}?${kept.slice(1)}${focus}`)
    }

    const findings = data.findings[step]
    if (findings && Object.keys(findings).length > 0) {
      // A place that was typed and not yet chosen is looked for at once.
      if (step === 'where' && findings['q'] === 'choose_a_place') {
        redirect(303, `${pathname}?search${kept}#results`)
      }
      return fail(400, { values, findings, version: data.version })
    }
    if (step === 'name') return afterName(event, values, text('_seen'), returnTo)
    const next = returnTo === 'check' ? where.check : where.next
    redirect(303, `/${event.params.lang}/submit/${next ?? 'check'}`)
  },
}

/** Keeps a page's values, also when they are not yet right. */
function keep(event: RequestEvent, step: Step, values: Values, version: string, isDone: boolean) {
  return api(event).PATCH('/drafts/current', {
    headers: { 'if-match': `"v${version}"` },
    body: { answers: { [step]: values }, isDone },
  })
}

/** “Is this you already?” comes between the name and the next page, once for each name. */
async function afterName(
  event: RequestEvent,
  values: Values,
  seen: string,
  returnTo: string | null = null,
) {
  const { lang } = event.params
  const name = textOf(values, 'name').trim()
  const found = await findSimilar(event, { name }, lang)
  const known = seen.split(',')
  if (found.some(({ slug }) => !known.includes(slug))) redirect(303, `/${lang}/submit/name?search`)
  redirect(303, `/${lang}/submit/${returnTo === 'check' ? 'check' : 'mail'}`)
}

/** The logo and the pictures are two fields of one answer. */
async function takePictures(event: RequestEvent, form: FormData, draft: string) {
  const [logo, pictures] = await Promise.all([
    takeImages(event, form, { name: 'logo', role: 'logo', most: 1, draft }),
    takeImages(event, form, { name: 'picture', role: 'picture', most: 8, draft }),
  ])
  const images: FormImage[] = [...logo.images, ...pictures.images]
  return {
    images: pictureRows(images),
    isAsking: logo.isAsking || pictures.isAsking,
    problems: {
      ...(logo.problem && { 'logo.file': logo.problem }),
      ...(pictures.problem && { 'picture.file': pictures.problem }),
    } as Record<string, string>,
  }
}

const features = {
  check: 'actors',
  'practice-check': 'practices',
  'collaboration-check': 'collaborations',
} as const

/** Sends a part for review, once however often the button is pressed. */
async function send(event: RequestEvent, key: string, consent: boolean) {
  const { page } = pageOf(event)
  const feature = features[page as keyof typeof features]
  if (feature === 'actors' && !consent) return fail(400, { consent: 'missing' })
  const { data, error: problem } = await api(event).POST('/drafts/current/records', {
    headers: { 'idempotency-key': key },
    body: { feature, ...(consent && { consent: CONSENT_VERSION }) },
  })
  if (!data) return fail(problem.status, { code: problem.code })
  redirect(303, `/${event.params.lang}/submit/sent`)
}
