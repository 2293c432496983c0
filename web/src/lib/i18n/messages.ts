import type en from './messages/en.json'
import type { Language } from './languages.ts'

export type Messages = typeof en
export type MessageKey = keyof Messages

const files = import.meta.glob<Messages>('./messages/*.json', { import: 'default' })

/** Each language is a chunk of its own, so a reader gets one of them only. */
export async function loadMessages(language: Language): Promise<Messages> {
  const load = files[`./messages/${language}.json`]
  if (!load) throw new Error(`No messages for ${language}`)
  return load()
}
