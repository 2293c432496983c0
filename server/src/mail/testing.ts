import {
  createConnection,
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface Received {
  to: string
  messageId: string
  subject: string
  text: string
  html: string
}

/** Where a connection can be cut: before the server has heard this. */
export const stages = ['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'text', 'dot'] as const
export type Stage = (typeof stages)[number]

/** A real mail server on loopback, behind a wire that can be cut; `received` is what it has taken with 250. */
export class MailServer {
  readonly received: Received[] = []
  cutAt: Stage | null = null
  /** How long the wire takes for each packet. */
  delayMs = 0
  #smtp: SMTPServer
  #wire: Server
  #sockets = new Set<Socket>()
  #port = 0

  constructor(options: SMTPServerOptions = {}) {
    this.#smtp = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, session, done) => {
        simpleParser(stream)
          .then(({ subject = '', text = '', html, messageId = '' }) => {
            for (const { address } of session.envelope.rcptTo) {
              this.received.push({ to: address, messageId, subject, text, html: html || '' })
            }
            done()
          })
          .catch(done)
      },
      ...options,
    })
    this.#smtp.on('error', () => undefined)
    this.#wire = createServer((client) => {
      this.#carry(client)
    })
  }

  get url(): string {
    return `smtp://127.0.0.1:${String(this.#port)}`
  }

  /** Answers from now on, always at the same port. */
  async start(): Promise<this> {
    if (!this.#smtp.server.listening) {
      await new Promise<void>((resolve) => void this.#smtp.listen(0, '127.0.0.1', resolve))
    }
    await new Promise<void>((resolve) => this.#wire.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.#wire.address() as AddressInfo).port
    return this
  }

  /** Nobody listens at the port any more. */
  async goDown(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#wire.close(resolve))
  }

  async stop(): Promise<void> {
    if (this.#wire.listening) await this.goDown()
    await new Promise<void>((resolve) => {
      this.#smtp.close(resolve)
    })
  }

  #carry(client: Socket): void {
    const server = createConnection((this.#smtp.server.address() as AddressInfo).port, '127.0.0.1')
    const both = [client, server]
    const cut = () => {
      for (const socket of both) socket.destroy()
    }
    for (const socket of both) {
      this.#sockets.add(socket)
      socket.on('error', cut)
      socket.on('close', () => {
        this.#sockets.delete(socket)
        cut()
      })
    }
    if (this.cutAt === 'greeting') {
      cut()
      return
    }
    let said = ''
    let carried = Promise.resolve()
    client.on('data', (packet) => {
      carried = carried.then(async () => {
        if (this.delayMs) await sleep(this.delayMs)
        said += packet.toString('latin1')
        if (this.cutAt && hasHeard(said, this.cutAt)) cut()
        else if (server.writable) server.write(packet)
      })
    })
    server.on('data', (packet) => {
      if (client.writable) client.write(packet)
    })
  }
}

const patterns: Record<Exclude<Stage, 'greeting'>, RegExp> = {
  EHLO: /^EHLO/m,
  MAIL: /^MAIL FROM/m,
  RCPT: /^RCPT TO/m,
  DATA: /^DATA\r\n/m,
  text: /^Message-ID: /m,
  dot: /\r\n\.\r\n/,
}

const hasHeard = (said: string, stage: Stage) => stage !== 'greeting' && patterns[stage].test(said)
