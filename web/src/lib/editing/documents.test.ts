import { describe, expect, test } from 'vitest'
import { type Document, toValues, type Values, withSection } from './documents.ts'
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
  return withSection(practice, form, { ...toValues(practice, form), ...change }, 'en')
}

describe('a form of editing', () => {
  test.for(sections.practices.map(({ name }) => name))(
    'that is sent back as it came changes nothing (%s)',
    (name) => {
      expect(sent(name)).toEqual(practice)
    },
  )

  test('puts steps in the order of their numbers, with their translations', () => {
    expect(sent('recipe', { 'steps.1._place': '0.5' })['steps']).toEqual([
      { title: 'Dry', text: 'In the shade', translations: { title: [translated], text: [] } },
      { title: 'Collect', text: null, translations: { title: [], text: [] } },
    ])
  })

  test('drops an entry whose first field is emptied and takes a new one', () => {
    const steps = sent('recipe', {
      'steps.0.title': ' ',
      'steps.2.title': 'Share',
      'steps.2.text': '',
      'steps.2._was': '',
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

  test('completes an address that was typed as people say it', () => {
    const materials = sent('recipe', { 'materials.0.url': 'seeds.example/guide' })['materials']
    expect(materials).toMatchObject([{ url: 'https://seeds.example/guide' }])
  })
})
