import { describe, expect, test } from 'vitest'
import { arrange, type FormImage, missingAlts, readImages, takeImages } from './form-images.ts'

const image = (key: string, alt: Record<string, string> = {}): FormImage => ({
  key,
  role: 'picture',
  alt,
  credit: null,
})

function aForm(fields: Record<string, string | File>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  return form
}

const twoImages = {
  'pictures.0.key': 'one',
  'pictures.0.alt.fr': ' Un vélo ',
  'pictures.0.alt.en': '',
  'pictures.0.credit': 'Ana',
  'pictures.1.key': 'two',
  'pictures.1.alt.fr': '',
  'pictures.3.key': 'left out: two is missing',
}

describe('a form with images', () => {
  test('says which, in their order, with their words by language', () => {
    expect(readImages(aForm(twoImages), 'pictures', 'picture')).toEqual([
      { key: 'one', role: 'picture', alt: { fr: 'Un vélo' }, credit: 'Ana' },
      image('two'),
    ])
    expect(readImages(aForm({}), 'pictures', 'picture')).toEqual([])
  })

  test.for([
    ['up 1', 'b a c'],
    ['up 0', 'a b c'],
    ['down 0', 'b a c'],
    ['down 2', 'a b c'],
    ['remove 1', 'a c'],
    ['remove 7', 'a b c'],
    ['remove', 'a b c'],
    ['remove -1', 'a b c'],
    ['add', 'a b c'],
    ['', 'a b c'],
  ] as const)('%s makes of a b c: %s', ([act, expected]) => {
    const images = ['a', 'b', 'c'].map((key) => image(key))
    expect(arrange(images, act).map(({ key }) => key)).toEqual(expected.split(' '))
  })

  test('needs words for every image', () => {
    const images = [image('a', { fr: 'Un vélo' }), image('b', { en: 'A bike' })]
    expect(missingAlts(images, 'pictures', 'fr')).toEqual(['pictures.1.alt.fr'])
    expect(missingAlts(images, 'pictures', 'en')).toEqual(['pictures.0.alt.en'])
  })
})

describe('without JavaScript', () => {
  const file = new File(['bytes'], 'bike.jpg', { type: 'image/jpeg' })
  const options = { name: 'pictures', role: 'picture', most: 3, draft: 'MA-AAAA-BBBB' } as const

  const answering = (status: number, body: object) => {
    const asked: string[] = []
    const fetch = (async (url: string, { headers }: { headers: Record<string, string> }) => {
      asked.push(`${url} ${headers['content-type'] ?? ''}`)
      return Promise.resolve(Response.json(body, { status }))
    }) as unknown as typeof globalThis.fetch
    return { asked, fetch }
  }

  test('a file is taken with any button', async () => {
    for (const act of ['add', '']) {
      const api = answering(201, { key: 'three' })
      const form = aForm({ ...twoImages, 'pictures.file': file, 'pictures.act': act })
      const sent = await takeImages(api, form, options)
      expect(sent.images.map(({ key }) => key)).toEqual(['one', 'two', 'three'])
      expect(sent.isAsking).toBe(act === 'add')
      expect(api.asked).toEqual(['/api/images?draft=MA-AAAA-BBBB image/jpeg'])
    }
  })

  test('what is wrong with a file is said, and the others stay', async () => {
    const api = answering(422, { code: 'image_unreadable' })
    const sent = await takeImages(api, aForm({ ...twoImages, 'pictures.file': file }), options)
    expect(sent).toMatchObject({ isAsking: true, problem: 'image.problem.image_unreadable' })
    expect(sent.images).toHaveLength(2)
    const unknown = answering(500, { code: 'internal' })
    expect(await takeImages(unknown, aForm({ 'pictures.file': file }), options)).toMatchObject({
      problem: 'image.problem.other',
    })
  })

  test('“add” without a file asks for one; a full list takes no more', async () => {
    const api = answering(201, { key: 'three' })
    expect(await takeImages(api, aForm({ 'pictures.act': 'add' }), options)).toMatchObject({
      problem: 'image.problem.none',
    })
    const full = aForm({ ...twoImages, 'pictures.file': file })
    expect((await takeImages(api, full, { ...options, most: 2 })).images).toHaveLength(2)
    expect(api.asked).toEqual([])
  })
})
