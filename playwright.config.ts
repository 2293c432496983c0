import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { browserArguments, findBrowser } from './web/e2e/browser.ts'
import { freePort } from './web/e2e/free-port.ts'

// Every worker reads this file too; what the first reader has chosen holds for all.
const { E2E_DATA_DIR: chosenFolder } = process.env
const dataFolder = chosenFolder ?? mkdtempSync(join(tmpdir(), 'maillage-journeys-'))
process.env['E2E_DATA_DIR'] = dataFolder
const port = (process.env['E2E_PORT'] ??= String(await freePort()))
const smtpPort = (process.env['E2E_SMTP_PORT'] ??= String(await freePort()))
const mailPort = (process.env['E2E_MAIL_PORT'] ??= String(await freePort()))
if (!chosenFolder) {
  process.on('exit', () => {
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 })
  })
}

const address = `http://127.0.0.1:${port}`

/** Journeys run on the built product with its demo data and a database of their own. */
export default defineConfig({
  testDir: 'web/e2e',
  testMatch: '*.e2e.ts',
  outputDir: 'node_modules/.cache/journeys',
  fullyParallel: true,
  workers: 2,
  // Two processors carry the product, the browser and the journeys; who needs a second try is named at the end.
  retries: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  use: {
    baseURL: address,
    browserName: 'chromium',
    launchOptions: { executablePath: await findBrowser(), args: browserArguments },
    locale: 'en-GB',
    // Journeys that write down every step take twice as long; `--trace on` has it when one fails.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  webServer: [
    {
      command: `"${process.execPath}" web/e2e/mail-server.ts`,
      url: `http://127.0.0.1:${mailPort}/`,
      env: { MAIL_SMTP_PORT: smtpPort, MAIL_HTTP_PORT: mailPort },
    },
    {
      command: `"${process.execPath}" scripts/start.ts`,
      url: `${address}/api/health/ready`,
      env: {
        PORT: port,
        HOST: '127.0.0.1',
        DATA_DIR: dataFolder,
        LOG_LEVEL: 'warn',
        // What the shell has set for another instance is not for this one.
        DATABASE_URL: '',
        DATABASE_URL_FILE: '',
        PUBLIC_URL: '',
        TILE_URL: '',
        TILE_ATTRIBUTION: '',
        PMTILES_URL: '',
        PMTILES_FILE: '',
        DEMO_DATA: 'true',
        SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
        SMTP_URL_FILE: '',
        MAIL_FROM: 'Maillage <maillage@instance.example>',
      },
      // Why it would not start, and how far it is.
      stdout: 'pipe',
      timeout: 240_000,
      gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    },
  ],
})
