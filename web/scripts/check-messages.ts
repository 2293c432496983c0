import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Plugin } from 'vite'

export const languages = ['en', 'fr', 'it', 'pt', 'hu', 'ro']
const folder = join(import.meta.dirname, '../src/lib/i18n/messages')

type Messages = Record<string, string>
type Element = ReturnType<IntlMessageFormat['getAst']>[number]

/** All messages of a language. */
export function read(language: string): Messages {
  const areas = readdirSync(join(folder, language)).filter((file) => file.endsWith('.json'))
  return Object.assign(
    {},
    ...areas.map(
      (area) => JSON.parse(readFileSync(join(folder, language, area), 'utf8')) as Messages,
    ),
  ) as Messages
}

/** Arguments and tags of a message, and for each plural argument the forms that it has. */
function shape(message: string, language: string) {
  const names = new Set<string>()
  const plurals: { name: string; ordinal: boolean; forms: string[] }[] = []

  const visit = (elements: Element[]) => {
    for (const element of elements) {
      if (element.type === 0 || element.type === 7) continue
      if (element.type === 8) {
        names.add(`<${element.value}>`)
        visit(element.children)
        continue
      }
      names.add(element.value)
      if (!('options' in element)) continue
      const forms = Object.keys(element.options)
      if (element.type === 6) {
        plurals.push({ name: element.value, ordinal: element.pluralType === 'ordinal', forms })
      }
      for (const { value } of Object.values(element.options)) visit(value)
    }
  }

  visit(new IntlMessageFormat(message, language).getAst())
  return { names: [...names].sort().join(', '), plurals }
}

/** Everything that is wrong with the messages; English is the measure. */
export function messageProblems(): string[] {
  const problems: string[] = []
  const english = read('en')

  for (const language of languages) {
    const messages = read(language)
    for (const key of Object.keys(english)) {
      if (!(key in messages)) problems.push(`${language}: "${key}" is missing`)
    }
    for (const [key, message] of Object.entries(messages)) {
      const original = english[key]
      if (original === undefined) {
        problems.push(`${language}: "${key}" does not exist in English`)
        continue
      }
      try {
        const { names, plurals } = shape(message, language)
        const expected = shape(original, 'en').names
        if (names !== expected) {
          problems.push(`${language}: "${key}" has {${names}}, English has {${expected}}`)
        }
        for (const { name, ordinal, forms } of plurals) {
          const type = ordinal ? 'ordinal' : 'cardinal'
          const { pluralCategories } = new Intl.PluralRules(language, { type }).resolvedOptions()
          const missing = pluralCategories.filter((category) => !forms.includes(category))
          // CLDR has "many" in French, Italian and Portuguese for millions only.
          const needed = missing.filter((category) => category !== 'many')
          if (needed.length) {
            problems.push(`${language}: "${key}" lacks the form ${needed.join(', ')} of ${name}`)
          }
        }
      } catch (error) {
        problems.push(`${language}: "${key}" cannot be read: ${String(error)}`)
      }
    }
  }
  return problems
}

/** Fails the build, and every reload in development, when a language lacks a key, argument or plural. */
export function checkedMessages(): Plugin {
  return {
    name: 'maillage:checked-messages',
    buildStart() {
      const problems = messageProblems()
      if (problems.length) this.error(`Messages do not agree:\n  ${problems.join('\n  ')}`)
    },
    handleHotUpdate({ file }) {
      if (file.startsWith(folder)) for (const problem of messageProblems()) this.warn(problem)
    },
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const problems = messageProblems()
  console.log(problems.length ? problems.join('\n') : 'Messages agree in all languages.')
  process.exitCode = problems.length ? 1 : 0
}
