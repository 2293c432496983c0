import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { anActor } from '../factories.ts'
import { buildLogged, test } from '../testing.ts'

test('a log says which route and where in the code, and nothing of who asked for what', async ({
  db,
  jobs,
}) => {
  const { app, logged } = await buildLogged({ db, jobs })
  for (const url of [
    '/api/actors?q=canary%40people.example',
    `/api/invitations/canary${'x'.repeat(37)}`,
    '/canary@people.example',
  ]) {
    await app.inject({ url, remoteAddress: '203.0.113.7' })
  }
  const failed = db.execute(sql`select ${'canary@people.example'}::int`)
  app.log.error(await failed.catch((error: unknown) => error))
  await app.close()
  expect(logged()).toContain('"route":"/api/invitations/:token"')
  expect(logged()).toContain('Failed query: select $1::int')
  expect(logged()).toContain('http.test.ts')
  expect(logged()).not.toContain('canary')
  expect(logged()).not.toContain('203.0.113.7')
})

describe('every answer', () => {
  test('may be read by any page, and allows no write to any', async ({ app }) => {
    const headers = { origin: 'https://elsewhere.example' }
    const read = await app.inject({ url: '/api/themes', headers })
    expect(read.headers['access-control-allow-origin']).toBe('*')

    const preflight = await app.inject({
      method: 'OPTIONS',
      url: '/api/themes',
      headers: { ...headers, 'access-control-request-method': 'DELETE' },
    })
    expect(preflight.headers['access-control-allow-methods']).toBe('GET, HEAD')
    const write = await app.inject({ method: 'POST', url: '/api/actors', headers, payload: {} })
    expect(write.statusCode).toBe(403)
    expect(write.json()).toMatchObject({ status: 403, code: 'wrong_origin' })

    const own = await app.inject({ method: 'POST', url: '/api/actors', payload: {} })
    expect(own.statusCode).toBe(405)
    expect(own.json()).toMatchObject({ status: 405, code: 'method_not_allowed' })
  })

  test('is asked again by its ETag, and answered by 304 until something changes', async ({
    app,
    db,
  }) => {
    await anActor(db, { name: 'One', slug: 'one' })
    for (const url of [
      '/api/actors?facets=kind',
      '/api/actors/one',
      '/api/statistics',
      '/api/openapi.json',
    ]) {
      const first = await app.inject(url)
      const etag = String(first.headers.etag)
      expect(first.statusCode).toBe(200)
      expect(first.headers['cache-control']).toBe('public, no-cache')

      const again = await app.inject({ url, headers: { 'if-none-match': etag } })
      expect(again.statusCode).toBe(304)
      expect(again.body).toBe('')
    }
    const { etag } = (await app.inject('/api/actors')).headers
    await anActor(db)
    const changed = await app.inject({
      url: '/api/actors',
      headers: { 'if-none-match': String(etag) },
    })
    expect(changed.statusCode).toBe(200)
  })

  test('can be asked for by HEAD', async ({ app }) => {
    const response = await app.inject({ method: 'HEAD', url: '/api/actors' })
    expect(response.statusCode).toBe(200)
    expect(response.body).toBe('')
  })

  test('is not taken for a page', async ({ app }) => {
    const { headers } = await app.inject('/api/themes')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    })
  })
})

describe('what is wrong', () => {
  test.for([
    ['/api/nothing', 404, 'not_found'],
    ['/api/actors/no-such-actor', 404, 'not_found'],
    ['/api/actors/%00', 400, 'invalid_request'],
    ['/api/actors/%', 400, 'invalid_request'],
    ['/api/actors/%E0%A4%A', 400, 'invalid_request'],
    [`/api/actors/${'a'.repeat(250)}`, 400, 'invalid_request'],
    [`/api/actors/${'a'.repeat(5000)}`, 414, 'too_large'],
    ['/api/themes?lang=en&colour=blue', 400, 'invalid_request'],
    ['/api/skills?q=x', 400, 'invalid_request'],
    ['/api/statistics?x=1', 400, 'invalid_request'],
    ['/api/configuration?x=1', 400, 'invalid_request'],
    ['/api/health/live?x=1', 400, 'invalid_request'],
    ['/api/openapi.json?x=1', 400, 'invalid_request'],
    ['/api/collaborations?programme=%00', 400, 'invalid_request'],
    ['/api/actors?__proto__=1', 400, 'invalid_request'],
    ['/api/actors?constructor=1', 400, 'invalid_request'],
  ] as const)('%s is told with a problem document', async ([url, status, code], { app }) => {
    const response = await app.inject(url)
    expect(response.statusCode).toBe(status)
    expect(response.headers['content-type']).toBe('application/problem+json')
    expect(response.headers['cache-control']).toBe('no-store')
    expect(response.json()).toMatchObject({ type: 'about:blank', status, code })
  })

  test('a broken body is a client’s error', async ({ app }) => {
    const response = await app.inject({
      method: 'POST',
      url: '/api/actors',
      headers: { 'content-type': 'application/json' },
      payload: '{',
    })
    expect(response.statusCode).toBeGreaterThanOrEqual(400)
    expect(response.statusCode).toBeLessThan(500)
  })

  test('a failure of ours says nothing of how', async ({ app, db }) => {
    await db.execute('alter table search_documents rename to elsewhere')
    try {
      const response = await app.inject('/api/actors')
      expect(response.statusCode).toBe(500)
      expect(response.json()).toEqual({
        type: 'about:blank',
        title: 'Something went wrong on our side',
        status: 500,
        detail: 'The error was logged; please try again later.',
        code: 'internal',
      })
    } finally {
      await db.execute('alter table elsewhere rename to search_documents')
    }
  })

  test('an address too long for a request is told too', async ({ app }) => {
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    const { promise, resolve, reject } = Promise.withResolvers<{ status?: number; type?: string }>()
    request(
      { port, host: '127.0.0.1', path: `/api/actors?q=${'a'.repeat(20_000)}` },
      (response) => {
        response.resume()
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '' })
      },
    )
      .on('error', reject)
      .end()
    expect(await promise).toEqual({ status: 431, type: 'application/problem+json' })
  })
})
