import { defineConfig } from 'vitest/config'

const databaseUrl = process.env['DATABASE_URL']

/** Rules are pure: they need no database, and hold on both engines. */
const rules = 'server/src/**/*.rules.test.ts'

const onDatabase = {
  include: ['{db,server}/src/**/*.test.ts'],
  exclude: [rules],
  globalSetup: ['./vitest.database.ts'],
  isolate: false,
  maxWorkers: 2,
  testTimeout: 30_000,
  hookTimeout: 60_000,
}

/** The same tests on both engines; the server's are left out where there is no server. */
export default defineConfig({
  test: {
    projects: [
      {
        test: { ...onDatabase, name: 'embedded', provide: { databaseUrl: '' } },
      },
      ...(databaseUrl
        ? [{ test: { ...onDatabase, name: 'server', provide: { databaseUrl } } }]
        : []),
      { test: { name: 'rules', include: [rules] } },
      { test: { name: 'web', include: ['web/src/**/*.test.ts'] } },
      { test: { name: 'start', include: ['scripts/**/*.test.ts'], testTimeout: 300_000 } },
    ],
  },
})
