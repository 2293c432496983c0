import { createServer } from 'node:http'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import type { ReceivedMail } from './mail.ts'

/**
 * The mail server of the journeys, a process of its own that all workers ask: it takes every mail by SMTP, and gives each
 * out once at `/next?to=…`.
 */
const { MAIL_SMTP_PORT, MAIL_HTTP_PORT } = process.env
const received: ReceivedMail[] = []

const smtp = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData(stream, session, done) {
    simpleParser(stream)
      .then(({ subject = '', text = '', html, messageId = '' }) => {
        for (const { address } of session.envelope.rcptTo) {
          const links = [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([link]) => link)
          received.push({ to: address, subject, text, html: html || '', links, messageId })
        }
        done()
      })
      .catch(done)
  },
})
smtp.on('error', (error) => {
  console.error(error)
})
smtp.listen(Number(MAIL_SMTP_PORT), '127.0.0.1')

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const to = searchParams.get('to')?.toLowerCase()
  const index = received.findIndex((mail) => mail.to.toLowerCase() === to)
  const [mail] = pathname === '/next' && index >= 0 ? received.splice(index, 1) : []
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(mail ?? null))
}).listen(Number(MAIL_HTTP_PORT), '127.0.0.1')
