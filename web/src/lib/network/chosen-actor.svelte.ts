import { untrack } from 'svelte'
import { page } from '$app/state'
import { api } from '#lib/api/client.ts'
import type { ActorTies } from '#lib/api/types.ts'
import type { Language } from '#lib/i18n/languages.ts'

/** The ties of the actor that was chosen in the network; what the server has sent first, then asked for here. */
export class ChosenActor {
  ties = $state.raw<ActorTies | null>(null)
  isLoading = $state(false)
  #search: string
  readonly #lang: Language
  #request = new AbortController()

  constructor(ties: ActorTies | null, search: string, lang: Language) {
    this.ties = ties
    this.#search = search
    this.#lang = lang
  }

  /** Shows another actor, or none, of this network. */
  async choose(slug: string | null, search: string): Promise<void> {
    const isKnown = untrack(() => this.ties?.actor.slug ?? null) === slug && search === this.#search
    if (isKnown) return
    this.#search = search
    this.#request.abort()
    if (slug === null) {
      this.ties = null
      return
    }
    const found = await this.#ask(slug)
    if (found !== undefined) this.ties = found
  }

  /** Adds the next page of ties. */
  async more(): Promise<void> {
    const { ties } = this
    if (!ties?.next) return
    const page = await this.#ask(ties.actor.slug, ties.next)
    if (page) this.ties = { ...page, items: [...ties.items, ...page.items] }
  }

  async #ask(actor: string, cursor?: string): Promise<ActorTies | null | undefined> {
    this.#request.abort()
    const { signal } = (this.#request = new AbortController())
    this.isLoading = true
    try {
      const { data } = await api({ fetch, url: page.url }).GET('/network/actors/{slug}/ties', {
        params: {
          path: { slug: actor },
          query: {
            ...Object.fromEntries(lists(this.#search)),
            lang: this.#lang,
            ...(cursor && { cursor }),
          },
        },
        signal,
      })
      return data ?? null
    } catch {
      return undefined
    } finally {
      if (!signal.aborted) this.isLoading = false
    }
  }
}

/** A query with all values of each name. */
function lists(search: string) {
  const params = new URLSearchParams(search)
  return new Map([...params.keys()].map((name) => [name, params.getAll(name)]))
}
