/** A field of a form as it was typed, with the line ends of texts. */
export function formProse(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : ''
}

/** A field of a form, without the space around it. */
export const formText = (form: FormData, name: string): string => formProse(form, name).trim()

/** The values of all fields of this name, such as ticked boxes. */
export const formTexts = (form: FormData, name: string): string[] =>
  form.getAll(name).filter((value) => typeof value === 'string' && value !== '') as string[]
