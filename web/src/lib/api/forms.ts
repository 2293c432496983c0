import { formText } from '#lib/ui/form-text.ts'

/** That a form rests on the version that its page was made from. */
export const ifMatch = (form: FormData) => ({ 'if-match': `"v${formText(form, 'version')}"` })

/** The page to sign in at, which leads back here. */
export const signInPath = (lang: string, back: string) =>
  `/${lang}/sign-in?to=${encodeURIComponent(back)}`
