import type accounts from './messages/en/accounts.json'
import type adding from './messages/en/adding.json'
import type contact from './messages/en/contact.json'
import type edit from './messages/en/edit.json'
import type editors from './messages/en/editors.json'
import type fields from './messages/en/fields.json'
import type forms from './messages/en/forms.json'
import type freshness from './messages/en/freshness.json'
import type held from './messages/en/held.json'
import type images from './messages/en/images.json'
import type network from './messages/en/network.json'
import type privacy from './messages/en/privacy.json'
import type report from './messages/en/report.json'
import type review from './messages/en/review.json'
import type site from './messages/en/site.json'
import type territories from './messages/en/territories.json'
import type travel from './messages/en/travel.json'
import type ties from './messages/en/ties.json'
import type submit from './messages/en/submit.json'
import type { Language } from './languages.ts'

/** Every area of the site has its own file in each language. */
export type Messages = typeof accounts &
  typeof adding &
  typeof contact &
  typeof edit &
  typeof editors &
  typeof fields &
  typeof forms &
  typeof freshness &
  typeof held &
  typeof images &
  typeof network &
  typeof privacy &
  typeof report &
  typeof review &
  typeof site &
  typeof territories &
  typeof ties &
  typeof travel &
  typeof submit
export type MessageKey = keyof Messages

const languages = import.meta.glob<Messages>('./messages/*/index.ts', { import: 'default' })

/** Each language is a chunk of its own, so a reader gets one of them only. */
export async function loadMessages(language: Language): Promise<Messages> {
  const load = languages[`./messages/${language}/index.ts`]
  if (!load) throw new Error(`No messages for ${language}`)
  return load()
}
