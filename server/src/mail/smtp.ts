import { Readable } from 'node:stream'
import { parseConnectionUrl } from 'nodemailer/lib/shared'
import SMTPConnection from 'nodemailer/lib/smtp-connection'

const SECOND = 1_000

/** Well below the time that a job may take, so that a silent server ends the attempt and not the other way round. */
const timeouts = {
  connectionTimeout: 15 * SECOND,
  greetingTimeout: 15 * SECOND,
  socketTimeout: 20 * SECOND,
  dnsTimeout: 10 * SECOND,
}

export interface Delivery {
  from: string
  to: string
  /** The whole message, MIME. */
  message: Buffer
  /** Runs when the server has all but the final dot: only after it has returned is the mail the server’s. */
  beforeDot: () => Promise<void>
}

/**
 * Hands a mail to the server. Not through nodemailer’s transports: they read the message before the server has agreed to
 * take it, and `beforeDot` would come too early.
 */
export async function handOver(
  smtpUrl: string,
  { from, to, message, beforeDot }: Delivery,
): Promise<void> {
  const { auth, ...options } = parseConnectionUrl(smtpUrl)
  const connection = new SMTPConnection({ ...options, ...timeouts, logger: false })
  let isOver = false
  let marking = Promise.resolve()
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (error: unknown) => {
        reject(error instanceof Error ? error : new Error(String(error)))
      }
      connection.on('error', fail)
      // The server went away; what fails more precisely has come before.
      connection.on('end', () => {
        fail(new Error('The connection ended'))
      })
      const send = () => {
        const stream = Readable.from(
          (async function* () {
            yield message
            if (isOver) return
            marking = beforeDot()
            await marking
          })(),
        )
        connection.send({ from, to: [to] }, stream, (error) => {
          if (error) fail(error)
          else resolve()
        })
      }
      connection.connect((error) => {
        if (error) {
          fail(error)
        } else if (auth) {
          connection.login(auth, (refused) => {
            if (refused) fail(refused)
            else send()
          })
        } else {
          send()
        }
      })
    })
    connection.quit()
  } finally {
    isOver = true
    // What ended meanwhile must not be overtaken by what was said before its end.
    await marking.catch(() => undefined)
    connection.close()
  }
}
