import type { Attachment } from 'svelte/attachments'

/** Which actor is pointed at, in the list or on the map. Both read and write it. */
export class Selection {
  highlighted = $state<string | null>(null)

  /** For a list whose entries carry `data-slug`. */
  list: Attachment<HTMLElement> = (element) => {
    const abort = new AbortController()
    const { signal } = abort
    const slugOf = ({ target }: Event) =>
      (target as Element).closest<HTMLElement>('[data-slug]')?.dataset['slug'] ?? null
    const follow = (event: Event) => (this.highlighted = slugOf(event))
    const leave = () => (this.highlighted = null)

    element.addEventListener('pointerover', follow, { signal })
    element.addEventListener('pointerleave', leave, { signal })
    element.addEventListener('focusin', follow, { signal })
    element.addEventListener('focusout', leave, { signal })
    return () => abort.abort()
  }
}
