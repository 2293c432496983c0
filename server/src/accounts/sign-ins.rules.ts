/** What can be an address; whether it is one, the mail tells. */
export const EMAIL_PATTERN =
  '^\\s*[^\\s@<>,;:"()\\[\\]\\\\]{1,64}@[^\\s@<>,;:"()\\[\\]\\\\]+\\.[^\\s@<>,;:"()\\[\\]\\\\.]{2,}\\s*$'

/** A path of this site: neither `//elsewhere` nor `/\elsewhere`, which browsers take for other sites. */
export const OWN_PATH_PATTERN = '^/(?![/\\\\])[^\\s\\\\]*$'

export const CODE_PATTERN = '^\\s*\\d(\\s*\\d){5}\\s*$'

/** How addresses are compared and kept. */
export const plainAddress = (email: string) => email.trim().toLowerCase()
