import type { Problem } from '#lib/api/types.ts'
import type { MessageKey } from '#lib/i18n/messages.ts'

/** An image as forms hold it: the document of a record names it like this. */
export interface FormImage {
  key: string
  role: 'logo' | 'picture'
  /** What it shows, by language. */
  alt: Record<string, string>
  credit: string | null
}

export const acceptedTypes = 'image/jpeg,image/png,image/webp,image/avif'

const problems = {
  image_unreadable: 'image.problem.image_unreadable',
  image_mislabelled: 'image.problem.image_mislabelled',
  image_too_large: 'image.problem.image_too_large',
  image_too_small: 'image.problem.image_too_small',
  too_large: 'image.problem.too_large',
  unsupported_media_type: 'image.problem.unsupported_media_type',
  conflict: 'image.problem.conflict',
  too_many_requests: 'image.problem.too_many_requests',
} as const satisfies Partial<Record<Problem['code'], MessageKey>>

/** What is wrong with an upload, as a message for the person who chose the file. */
export const imageProblem = (code: string): MessageKey =>
  code in problems ? problems[code as keyof typeof problems] : 'image.problem.other'

/** The images that a form with an `ImageField` of this name sends. */
export function readImages(form: FormData, name: string, role: FormImage['role']): FormImage[] {
  const images: FormImage[] = []
  for (let index = 0; form.has(`${name}.${String(index)}.key`); index++) {
    const own = `${name}.${String(index)}`
    const text = (field: string) => {
      const value = form.get(`${own}.${field}`)
      return typeof value === 'string' ? value.trim() : ''
    }
    const alts = [...form.keys()].filter((field) => field.startsWith(`${own}.alt.`))
    const alt = Object.fromEntries(
      alts
        .map((field) => field.slice(own.length + 1))
        .map((field) => [field.slice('alt.'.length), text(field)] as const)
        .filter(([, words]) => words !== ''),
    )
    images.push({ key: text('key'), role, alt, credit: text('credit') || null })
  }
  return images
}

/** What a button of an `ImageField` asks for: `up 2`, `down 0`, `remove 1`, `add`. */
export function arrange(images: FormImage[], act: string): FormImage[] {
  const [what, place] = act.split(' ')
  const index = Number(place)
  const image = images[index]
  if (!image || !/^\d+$/.test(place ?? '')) return images
  const others = images.filter((_, at) => at !== index)
  switch (what) {
    case 'up':
      return others.toSpliced(Math.max(0, index - 1), 0, image)
    case 'down':
      return others.toSpliced(index + 1, 0, image)
    case 'remove':
      return others
    default:
      return images
  }
}

/** The fields whose image has no words yet in this language, such as `pictures.0.alt.fr`. */
export const missingAlts = (images: FormImage[], name: string, language: string): string[] =>
  images.flatMap(({ alt }, index) =>
    alt[language]?.trim() ? [] : [`${name}.${String(index)}.alt.${language}`],
  )

/** Where files go: to the draft of this reference, or to the person who is signed in. */
export const uploadAddress = (draft: string | undefined) =>
  draft === undefined ? '/api/images' : `/api/images?draft=${encodeURIComponent(draft)}`

interface Sent {
  images: FormImage[]
  /** What is wrong with the file that was sent along. */
  problem?: MessageKey
  /** A button of the field was pressed, not the form's own: show the page again. */
  isAsking: boolean
}

/**
 * Does on the server what an `ImageField` asks for without JavaScript: uploads the file that was chosen, moves, removes. Use
 * it in the action of the form.
 */
export async function takeImages(
  { fetch }: { fetch: typeof globalThis.fetch },
  form: FormData,
  {
    name,
    role,
    draft,
    most,
  }: { name: string; role: FormImage['role']; draft?: string; most: number },
): Promise<Sent> {
  const act = form.get(`${name}.act`)
  const asked = typeof act === 'string' ? act : ''
  const images = arrange(readImages(form, name, role), asked)
  const file = form.get(`${name}.file`)
  const isAsking = asked !== ''
  if (!(file instanceof File) || file.size === 0 || images.length >= most) {
    const isMissing = asked === 'add' && images.length < most
    return { images, isAsking, ...(isMissing && { problem: 'image.problem.none' }) }
  }
  const response = await fetch(uploadAddress(draft), {
    method: 'POST',
    headers: { 'content-type': file.type || 'application/octet-stream' },
    body: await file.arrayBuffer(),
  })
  const answer = (await response.json()) as { key: string; code: string }
  if (!response.ok) return { images, isAsking: true, problem: imageProblem(answer.code) }
  return { images: [...images, { key: answer.key, role, alt: {}, credit: null }], isAsking }
}
