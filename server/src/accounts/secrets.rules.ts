import { createHash, randomBytes, randomInt } from 'node:crypto'

/** A secret of 256 bits for links and cookies. */
export const newToken = () => randomBytes(32).toString('base64url')

/** What is stored of a secret. It needs no salt: the secret is random and long. */
export const hashToken = (token: string) => createHash('sha256').update(token).digest('base64url')

const CODE_DIGITS = 6

/** A short code to type from a mail, `402918`; useless without the browser it was asked for in. */
export const newCode = () => String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')

/** Without letters and digits that are taken for each other. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What people quote of a submission, report or thread: `MA-7K3P-Q9XD`. */
export function newReference(): string {
  const letters = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)] ?? '')
  return `MA-${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`
}
