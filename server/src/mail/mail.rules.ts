import type { MailTemplate } from './templates.ts'

const MINUTE = 60_000
const DAY = 86_400_000

/** Mails that are of no use later; all others are tried for four days. */
const lifetimes: Partial<Record<MailTemplate, number>> = { 'sign-in': 10 * MINUTE }

/** Whether a mail is too old to be sent. */
export function isTooLate(template: string, createdAt: Date, now: Date): boolean {
  const lifetime = lifetimes[template as MailTemplate] ?? 4 * DAY
  return now.getTime() - createdAt.getTime() > lifetime
}

/** What an attempt that failed in a living process means. */
export type Outcome = 'bounced' | 'refused' | 'retry'

interface SmtpFailure {
  responseCode?: number
  response?: string
  command?: string
}

/**
 * A recipient that the server does not know has bounced; a message that it will never take is refused. All else, such as a
 * password that is no longer right, or relaying that is not allowed (5.7), is the operator’s to mend, and is tried again.
 */
export function outcomeOf({ responseCode = 0, response = '', command = '' }: SmtpFailure): Outcome {
  if (responseCode < 500) return 'retry'
  const isPolicy = /^\d{3}[ -]5\.7\./.test(response)
  if (command === 'RCPT TO') return isPolicy ? 'retry' : 'bounced'
  return command === 'DATA' && !isPolicy ? 'refused' : 'retry'
}

/** The server’s last word in a form that holds no address, such as `RCPT TO 550`. */
export function reasonOf({ responseCode, command, code }: SmtpFailure & { code?: string }): string {
  return [command ?? 'CONN', responseCode ?? code ?? 'failed'].join(' ')
}
