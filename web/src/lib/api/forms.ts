/** A form’s field as text, with the line ends that were typed. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : ''
}

/** The page to sign in at, which leads back here. */
export const signInPath = (lang: string, back: string) =>
  `/${lang}/sign-in?to=${encodeURIComponent(back)}`
