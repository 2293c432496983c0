import { formText } from './form-text.ts'

/** What `GoodFaith` sends with a form, as the API takes it. */
export const proofOf = (form: FormData) => ({
  ticket: formText(form, 'ticket'),
  work: formText(form, 'work'),
  hidden: formText(form, 'homepage'),
})
