import { test as base } from '@maillage/db/testing'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { expectPromised } from './contract.ts'

/** `app` answers `inject` on the test's own, empty database `db`; every answer must be what OpenAPI promises. */
export const test = base.extend('app', async ({ db }, { onCleanup }) => {
  const app = await buildApp({ db, config: readConfig({}) })
  onCleanup(() => app.close())

  const inject = app.inject.bind(app) as (options: unknown) => ReturnType<typeof app.inject>
  app.inject = (async (options: unknown) => {
    const response = await inject(options)
    expectPromised(new URL(response.raw.req.url ?? '/', 'http://test').pathname, response)
    return response
  }) as typeof app.inject
  return app
})
