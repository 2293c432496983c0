/** A form’s field as text, with the line ends that were typed. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : ''
}

/** That a form rests on the version that its page was made from. */
export const ifMatch = (form: FormData) => ({ 'if-match': `"v${textOf(form, 'version')}"` })

/** The page to sign in at, which leads back here. */
export const signInPath = (lang: string, back: string) =>
  `/${lang}/sign-in?to=${encodeURIComponent(back)}`
