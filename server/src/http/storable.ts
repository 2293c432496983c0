import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fieldAt, invalid } from './problem.ts'

/** No form and no document of ours is as deep; what walks a body may call itself this often. */
const DEEPEST = 24

/** Numbers of PostgreSQL's `integer` and of JSON both stay whole below this. */
const LARGEST = Number.MAX_SAFE_INTEGER

/**
 * Refuses what no column can hold, in any address, query or body: the character NUL, half a surrogate pair, numbers beyond
 * all measure; nesting without end; and what no decoding makes a text of.
 */
export function refuseUnstorable(app: FastifyInstance): void {
  app.addHook('preValidation', checkEncoding)
  app.addHook('preValidation', checkAll)
  // Once more: validation has made numbers of texts, infinity of `1e999`.
  app.addHook('preHandler', checkAll)
}

/** What cannot be decoded would be searched for as it stands, and found nowhere. */
async function checkEncoding({ url }: FastifyRequest): Promise<void> {
  const start = url.indexOf('?')
  if (start < 0) return
  for (const pair of url.slice(start + 1).split('&')) {
    try {
      decodeURIComponent(pair)
    } catch {
      const [name = ''] = pair.split('=')
      throw invalid({ [/^\w+$/.test(name) ? name : 'query']: 'is not percent-encoded UTF-8' })
    }
  }
}

async function checkAll({ params, query, body }: FastifyRequest): Promise<void> {
  for (const [part, value] of Object.entries({ params, query, body })) check(part, value)
}

function check(part: string, value: unknown): void {
  const open: { path: string; value: unknown; depth: number }[] = [{ path: '', value, depth: 0 }]
  for (let each = open.pop(); each; each = open.pop()) {
    const { path, value: found, depth } = each
    const name = fieldAt(path) ?? part
    if (typeof found === 'string') {
      if (!isStorable(found)) throw invalid({ [name]: 'has a character that cannot be stored' })
    } else if (typeof found === 'number') {
      if (Math.abs(found) > LARGEST) throw invalid({ [name]: 'is too large a number' })
    } else if (typeof found === 'object' && found !== null && !Buffer.isBuffer(found)) {
      if (depth >= DEEPEST) throw invalid({ [name]: 'is nested too deep' })
      for (const [key, inner] of Object.entries(found)) {
        if (!isStorable(key)) throw invalid({ [name]: 'has a key that cannot be stored' })
        open.push({ path: `${path}/${key}`, value: inner, depth: depth + 1 })
      }
    }
  }
}

const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed()
