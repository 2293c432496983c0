/** What a key does on the queue. */
export type Step = 'next' | 'previous' | 'choose' | 'open' | 'accept' | 'reject'

const keys: Record<string, Step> = {
  j: 'next',
  k: 'previous',
  x: 'choose',
  o: 'open',
  a: 'accept',
  r: 'reject',
}

/** The step that a key asks for; none while someone types, or with a key that browsers use. */
export function stepOf(event: KeyboardEvent): Step | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined
  const { target } = event
  if (target instanceof HTMLElement) {
    const isText =
      target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement && !['checkbox', 'radio'].includes(target.type))
    if (isText) return undefined
  }
  return keys[event.key]
}
