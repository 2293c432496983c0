import { writeFileSync } from 'node:fs'
import { publishedSchema } from '../src/exchange/mapping.schema.ts'

const file = new URL('../../docs/mapping.schema.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(publishedSchema(), null, 2)}\n`)
