import { defineConfig } from 'vitest/config'

const databaseUrl = process.env['DATABASE_URL']

const onDatabase = {
  include: ['{db,server}/src/**/*.test.ts'],
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
      { test: { name: 'web', include: ['web/src/**/*.test.ts'] } },
      { test: { name: 'start', include: ['scripts/**/*.test.ts'], testTimeout: 300_000 } },
    ],
  },
})
