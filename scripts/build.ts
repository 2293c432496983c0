import { buildNeeded, buildWeb } from './build-web.ts'
import { step } from './progress.ts'

const hash = await buildNeeded()
if (hash) await step('Building the pages', () => buildWeb(hash))
