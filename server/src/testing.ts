import { test as base } from '@maillage/db/testing'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'

/** `app` answers `inject` on the test's own, empty database `db`. */
export const test = base.extend('app', async ({ db }, { onCleanup }) => {
  const app = await buildApp({ db, config: readConfig({}) })
  onCleanup(() => app.close())
  return app
})
