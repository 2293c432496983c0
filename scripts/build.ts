import { buildNeeded, buildWeb } from './build-web.ts'
import { step } from './progress.ts'

if (await buildNeeded()) await step('Building the pages', buildWeb)
