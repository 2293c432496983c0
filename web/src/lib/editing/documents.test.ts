import { describe, expect, test } from 'vitest'
import {
  differences,
  type Document,
  toValues,
  type Values,
  withRowChange,
  withSection,
} from './documents.ts'
import { sections } from './fields.ts'

const section = (feature: keyof typeof sections, name: string) => {
  const found = sections[feature].find((each) => each.name === name)
  if (!found) throw new Error(`No section ${name}`)
  return found
}

const translated = { language: 'fr', text: 'Sécher', origin: 'person', isStale: false }

const practice: Document = {
  title: 'Seed library',
  language: 'en',
  licence: null,
  adaptedFrom: null,
  place: { town: 'Pécs', country: 'HU', placeId: 3046526 },
  texts: {
    title: [{ language: 'fr', text: 'Grainothèque', origin: 'person', isStale: true }],
    ...Object.fromEntries(
      ['summary', 'context', 'aim', 'audience', 'duration', 'evaluation', 'results']
        .concat('transferability')
        .map((field) => [field, []]),
    ),
  },
  roles: [],
  resources: [{ text: 'Jars', translations: [] }],
  steps: [
    { title: 'Collect', text: null, translations: { title: [], text: [] } },
    { title: 'Dry', text: 'In the shade', translations: { title: [translated], text: [] } },
  ],
  materials: [],
  skills: ['facilitation'],
  themes: [],
  suggestedSkills: [{ label: 'Seed saving', language: 'en' }],
  actors: [{ slug: 'cries', role: 'originates' }],
  images: [],
}

const sent = (name: string, change: Values = {}) => {
  const form = section('practices', name)
  return withSection(practice, form, { ...toValues(practice, form), ...change }, { language: 'en' })
}

describe('a form of editing', () => {
  test.for(sections.practices.map(({ name }) => name))(
    'that is sent back as it came changes nothing (%s)',
    (name) => {
      expect(sent(name)).toEqual(practice)
    },
  )

  test('moves steps with their translations, and keeps what is typed in others', () => {
    const form = section('practices', 'recipe')
    const typed = { ...toValues(practice, form), 'steps.0.title': 'Gather' }
    const moved = withRowChange(typed, { act: 'up', list: 'steps', index: 1 })
    expect(withSection(practice, form, moved, { language: 'en' })['steps']).toEqual([
      { title: 'Dry', text: 'In the shade', translations: { title: [translated], text: [] } },
      { title: 'Gather', text: null, translations: { title: [], text: [] } },
    ])
  })

  test('translates a step, and says that a stale translation is right again', () => {
    const steps = sent('recipe', {
      'steps.1.translations.title.0.stale': 'on',
      'steps.0.translations.title.0.text': 'Récolter',
      'steps.0.translations.title.0.language': 'fr',
      'steps.0.translations.title.0.origin': 'machine',
    })['steps']
    expect(steps).toMatchObject([
      { translations: { title: [{ language: 'fr', text: 'Récolter', origin: 'machine' }] } },
      { translations: { title: [{ ...translated, isStale: true }] } },
    ])
  })

  test('drops an entry whose first field is emptied and takes a new one', () => {
    const steps = sent('recipe', {
      'steps.0.title': ' ',
      'steps.2.title': 'Share',
      'steps.2.text': '',
      'steps.2._was': '',
      'steps.2.translations.title.0.text': '',
    })['steps']
    expect(steps).toMatchObject([
      { title: 'Dry' },
      { title: 'Share', text: null, translations: { title: [], text: [] } },
    ])
  })

  test('leaves a stale translation stale unless someone says that it is right', () => {
    const title = { 'texts.title.0.checked': 'on' }
    expect(sent('basics')['texts']).toMatchObject({ title: [{ isStale: true }] })
    expect(sent('basics', title)['texts']).toMatchObject({ title: [{ isStale: false }] })
  })

  test('names records by their names, and keeps their slugs', () => {
    const form = section('practices', 'actors')
    const names = { actors: { cries: 'Asociația CRIES' }, practices: {} }
    expect(toValues(practice, form, names)).toMatchObject({
      'actors.0.slug': 'cries',
      'actors.0.slug_name': 'Asociația CRIES',
      'actors.0.slug_known': 'Asociația CRIES',
    })
  })

  test('says what differs from what someone else saved, field by field', () => {
    const theirs = { ...practice, title: 'Seed swap', licence: 'CC0-1.0' }
    expect(differences(section('practices', 'basics'), theirs, sent('basics'))).toEqual([
      { field: 'title', before: 'Seed swap', after: 'Seed library' },
      { field: 'licence', before: 'CC0-1.0', after: null },
    ])
  })

  test('completes an address that was typed as people say it', () => {
    const materials = sent('recipe', { 'materials.0.url': 'seeds.example/guide' })['materials']
    expect(materials).toMatchObject([{ url: 'https://seeds.example/guide' }])
  })
})

const actor = (location: object): Document => ({ location })
const somewhere = {
  point: [21.2257, 45.7537],
  precision: 'region',
  street: null,
  postalCode: '300000',
  town: 'Timișoara',
  region: 'Timiș',
  country: 'RO',
  placeId: 665087,
  showExact: false,
}
const nowhere = Object.fromEntries(Object.keys(somewhere).map((name) => [name, null]))

test('a town keeps its number while its words stand, and takes that of another', () => {
  const place = (change: Values) => sent('basics', change)['place']
  expect(place({ 'place.town': 'Orfű' })).toEqual({ town: 'Orfű', country: 'HU', placeId: null })
  const other = { 'place.town': 'Győr', 'place.placeId': '3052009' }
  expect(place(other)).toEqual({ town: 'Győr', country: 'HU', placeId: 3052009 })
  const nowhere = { 'place.town': '', 'place.country': '', 'place.placeId': '' }
  expect(place(nowhere)).toEqual({ town: null, country: null, placeId: null })
})

describe('the form of a place', () => {
  const form = section('actors', 'place')
  const placed = (location: object, change: Values = {}) =>
    withSection(
      actor(location),
      form,
      { ...toValues(actor(location), form), ...change },
      {
        language: 'en',
      },
    )['location']

  test.for([somewhere, { ...nowhere, showExact: true }, { ...somewhere, point: null }])(
    'that is sent back as it came changes nothing (%#)',
    (location) => {
      expect(placed(location)).toEqual(location)
    },
  )

  test('takes the pin as an address, and shows it to everyone if one likes', () => {
    const change = { lng: '21.3', lat: '45,8', precision: 'address', coarse: '' }
    expect(placed(somewhere, change)).toMatchObject({
      point: [21.3, 45.8],
      precision: 'address',
      showExact: true,
      placeId: 665087,
    })
  })
})
