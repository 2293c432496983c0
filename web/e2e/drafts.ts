import type { Page } from '@playwright/test'
import { expect } from './testing.ts'

/** A request of the API from a page, with its cookies. */
async function ask(page: Page, method: string, path: string, body: object): Promise<unknown> {
  const answer = await page.evaluate(
    async ({ method, path, body }) => {
      const response = await fetch(`/api${path}`, {
        method,
        headers: { 'content-type': 'application/json', 'if-match': '*' },
        body: JSON.stringify(body),
      })
      return { ok: response.ok, body: (await response.json()) as unknown }
    },
    { method, path, body },
  )
  expect(answer.ok, JSON.stringify(answer.body)).toBe(true)
  return answer.body
}

/** Begins a submission in the browser of a page that is open. */
export const beginDraft = (page: Page, name: string) =>
  ask(page, 'POST', '/drafts', { name, language: 'en' })

/** Answers what an organisation must, and sends it: practices and collaborations can follow. */
export async function sendOrganisation(page: Page, email: string): Promise<void> {
  const answers = {
    mail: { email },
    kind: { kind: 'informal_group' },
    where: { country: 'HU', town: 'Győr', lng: '17.63512', lat: '47.68333', precision: 'town' },
    themes: { themes: [], suggested: 'Beekeeping' },
    about: { summary: 'A garden', language: 'en' },
    links: { website: '', links: [] },
    languages: { languages: ['hu'], foundedYear: '' },
    exchange: { offers: [], needs: [] },
    pictures: { images: [] },
  }
  await ask(page, 'PATCH', '/drafts/current', { answers })
  await ask(page, 'POST', '/drafts/current/records', { feature: 'actors', consent: '2026-11' })
}
