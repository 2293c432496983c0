import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import project from '../package.json' with { type: 'json' }

/** What `pnpm openapi` writes; committed, so that a reader and the web have it without running anything. */
const generated = ['server/openapi.json', 'web/src/lib/api/schema.d.ts']

const before = generated.map((file) => readFileSync(file, 'utf8'))
execFileSync('npx', ['-y', '--prefer-offline', project.config.pnpm, 'openapi'], {
  stdio: 'inherit',
})
const stale = generated.filter((file, index) => readFileSync(file, 'utf8') !== before[index])
if (stale.length > 0) {
  console.error(`Not current: ${stale.join(', ')}. They are now; commit them.`)
  process.exit(1)
}
