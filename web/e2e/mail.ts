import { expect } from '@playwright/test'

export interface ReceivedMail {
  to: string
  subject: string
  text: string
  html: string
  /** The addresses in the text, in order. */
  links: string[]
  messageId: string
}

let people = 0

/** An address that no other journey has. */
export const anAddress = (name = 'person') =>
  `${name}-${String(process.pid)}-${String(Date.now())}-${String(++people)}@people.example`

/** Waits for the next mail to an address; each is given out once, in the order they came. */
export async function mailTo(address: string): Promise<ReceivedMail> {
  let mail: ReceivedMail | null = null
  await expect(async () => {
    const port = process.env['E2E_MAIL_PORT'] ?? ''
    const answer = await fetch(`http://127.0.0.1:${port}/next?to=${encodeURIComponent(address)}`)
    mail = (await answer.json()) as ReceivedMail | null
    expect(mail, `a mail to ${address}`).not.toBeNull()
  }).toPass({ timeout: 20_000, intervals: [100] })
  return mail as unknown as ReceivedMail
}
