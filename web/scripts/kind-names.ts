import type { Plugin } from 'vite'
import { languages, read } from './check-messages.ts'

const NAME = 'virtual:kind-names'
const ID = `\0${NAME}`

/** The names of kinds in all languages: a hundredth of the messages, of which a page has one language. */
export function kindNames(): Plugin {
  return {
    name: 'maillage:kind-names',
    resolveId: (source) => (source === NAME ? ID : undefined),
    load(id) {
      if (id !== ID) return undefined
      const names = languages.map((language) => {
        const kinds = Object.entries(read(language)).filter(([key]) =>
          /^(actor|collaboration)Kind\./.test(key),
        )
        return [language, Object.fromEntries(kinds)] as const
      })
      return `export default ${JSON.stringify(Object.fromEntries(names))}`
    },
  }
}
