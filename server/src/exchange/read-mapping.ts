import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseMapping, type Mapping } from './mapping.schema.ts'
import { ImportRefused } from './refused.ts'

/** Reads a mapping file and checks it. */
export async function readMapping(path: string): Promise<Mapping> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new ImportRefused(`The mapping ${path} cannot be read.`)
  })
  try {
    return parseMapping(JSON.parse(text), basename(path))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new ImportRefused(`The mapping ${path} is not JSON: ${error.message}.`)
  }
}
