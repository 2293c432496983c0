import type { Draft } from '#lib/api/types.ts'
import { isSame, type Values } from '#lib/ui/form-values.ts'
import type { Step } from './steps.ts'

type State = 'idle' | 'saving' | 'saved' | 'offline' | 'conflict'

const PAUSE_MS = 700
const RETRY_MS = 4_000

interface Kept {
  version: number
  values: Values
}

/**
 * Keeps what is typed on a page while it is typed. Without a connection it stays in this browser, and goes to the server
 * when there is one again.
 */
export class Autosave {
  state = $state<State>('idle')
  version = $state(0)
  /** What another window wrote on this page, where both did. */
  theirs = $state.raw<Values>()

  readonly #step: Step
  readonly #storeKey: string
  readonly #read: () => Values
  #timer: ReturnType<typeof setTimeout> | undefined
  #isDirty = false
  #saving: Promise<void> | undefined
  /** What went to the server since it last answered: it may be there. */
  #sent: Values[] = []

  constructor(
    { step, reference, version }: { step: Step; reference: string; version: number },
    read: () => Values,
  ) {
    this.#step = step
    this.#storeKey = `draft ${reference} ${step}`
    this.#read = read
    this.version = version
  }

  /** What was typed here and is not on the server. */
  kept(): Kept | undefined {
    try {
      const text = localStorage.getItem(this.#storeKey)
      return text === null ? undefined : (JSON.parse(text) as Kept)
    } catch {
      return undefined
    }
  }

  /** Something was typed. */
  changed(): void {
    this.#isDirty = true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.save(), PAUSE_MS)
  }

  /** Waits until what is under way has ended, and saves nothing more by itself: the form is being sent. */
  async settle(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#saving
  }

  /** The page shows this version now, also where a button of it led back to the page itself. */
  seen(version: number): void {
    this.version = Math.max(this.version, version)
  }

  /** The form was sent and kept. */
  sent(version: number | undefined): void {
    this.forget()
    this.state = version === undefined ? 'idle' : 'saved'
    this.version = version ?? this.version
  }

  /** Another window wrote on this page too: nothing goes to the server until it is said which of the two holds. */
  conflict(theirs: Values | undefined): void {
    this.state = 'conflict'
    this.theirs = theirs
  }

  async save(): Promise<void> {
    clearTimeout(this.#timer)
    await this.#saving
    if (!this.#isDirty) return
    if (this.state === 'conflict') {
      this.#keep(this.#read())
      return
    }
    this.#saving = this.#send()
    await this.#saving
    this.#saving = undefined
  }

  async #send(): Promise<void> {
    const values = this.#read()
    this.#isDirty = false
    this.state = 'saving'
    // Until the server has it, this browser keeps it, also when it is killed.
    this.#keep(values)
    try {
      const response = await this.#request(values)
      if (response.ok) {
        await this.#saved(response)
        this.state = 'saved'
      } else if (response.status === 412) {
        await this.#meet(values)
      } else if (response.status >= 500 || response.status === 429) {
        this.#later()
      } else {
        this.state = 'idle'
      }
    } catch {
      this.#later()
    }
  }

  #later() {
    this.#isDirty = true
    this.state = 'offline'
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.save(), RETRY_MS)
  }

  async #saved(response: Response) {
    this.version = ((await response.json()) as { version: number }).version
    this.#sent = []
    this.#unkeep()
  }

  /** What is there instead; one’s own where only the answer to an earlier attempt was lost. */
  async #meet(values: Values) {
    const response = await fetch('/api/drafts/current')
    const { version, answers } = (await response.json()) as Partial<Draft>
    const theirs = answers?.[this.#step]
    const isOwn = theirs !== undefined && this.#sent.some((sent) => isSame(sent, theirs))
    if (version === undefined || !isOwn) {
      this.conflict(theirs)
      return
    }
    this.version = version
    this.#sent = []
    if (isSame(theirs, values)) {
      this.state = 'saved'
      this.#unkeep()
    } else this.changed()
  }

  #request(values: Values, keepalive = false) {
    this.#sent.push(values)
    return fetch('/api/drafts/current', {
      method: 'PATCH',
      keepalive,
      headers: { 'content-type': 'application/json', 'if-match': `"v${String(this.version)}"` },
      body: JSON.stringify({ answers: { [this.#step]: values } }),
    })
  }

  /** The page goes away: what is not saved yet is sent behind it, and kept here in case that fails. */
  leave(): void {
    clearTimeout(this.#timer)
    if (!this.#isDirty) return
    const values = this.#read()
    this.#keep(values)
    if (this.state === 'conflict') return
    // Who only looked elsewhere comes back to the version that this makes.
    this.#saving = this.#request(values, true)
      .then((response) => (response.ok ? this.#saved(response) : undefined))
      .catch(() => undefined)
  }

  /** Lets go of what was typed here. */
  forget(): void {
    clearTimeout(this.#timer)
    this.#isDirty = false
    this.#unkeep()
  }

  #keep(values: Values) {
    // Of a conflict the version that both began with, so that the next visit finds the conflict again.
    const version = (this.state === 'conflict' && this.kept()?.version) || this.version
    try {
      localStorage.setItem(this.#storeKey, JSON.stringify({ version, values }))
    } catch {
      // A browser that keeps nothing still saves to the server.
    }
  }

  #unkeep() {
    try {
      localStorage.removeItem(this.#storeKey)
    } catch {
      // As above.
    }
  }
}
