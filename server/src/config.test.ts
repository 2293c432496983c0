import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'

describe('the configuration', () => {
  test('needs nothing', () => {
    expect(readConfig({})).toEqual({
      PORT: 3000,
      HOST: '127.0.0.1',
      DATA_DIR: '.data',
      LOG_LEVEL: 'warn',
      DEMO_DATA: true,
    })
  })

  test('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', TILE_URL: '' })).toEqual(readConfig({}))
  })

  test('loads no demo data into a server unless told to', () => {
    const DATABASE_URL = 'postgres://u:p@db:5432/maillage'
    expect(readConfig({ DATABASE_URL }).DEMO_DATA).toBe(false)
    expect(readConfig({ DATABASE_URL, DEMO_DATA: 'true' }).DEMO_DATA).toBe(true)
  })

  test('puts the password of a file into the address, and prints no address that is wrong', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'maillage-config-'))
    try {
      const DATABASE_PASSWORD_FILE = join(folder, 'password')
      await writeFile(DATABASE_PASSWORD_FILE, 'p@ss/word\n')
      const DATABASE_URL = 'postgres://maillage@db/maillage'
      expect(readConfig({ DATABASE_URL, DATABASE_PASSWORD_FILE }).DATABASE_URL).toBe(
        'postgres://maillage:p%40ss%2Fword@db/maillage',
      )
      expect(() => readConfig({ DATABASE_URL: 'mysql://u:secret@db/x' })).toThrow(
        /^DATABASE_URL must be (?!.*secret)/,
      )
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('reads the database’s address from a file, as secrets are given', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'maillage-config-'))
    try {
      const file = join(folder, 'url')
      await writeFile(file, 'postgres://secret@db/maillage\n')
      expect(readConfig({ DATABASE_URL_FILE: file }).DATABASE_URL).toBe(
        'postgres://secret@db/maillage',
      )
      expect(() => readConfig({ DATABASE_URL_FILE: join(folder, 'none') })).toThrow(
        /^DATABASE_URL_FILE must be a file that can be read/,
      )
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test.for([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['HOST', 'http://localhost'],
    ['DATA_DIR', 'package.json'],
    ['DATA_DIR', 'package.json/data'],
    ['MAIL_FROM', 'nobody'],
    ['PUBLIC_URL', 'maillage.example'],
    ['PUBLIC_URL', 'https://maillage.example/path'],
    ['TILE_URL', 'https://tiles.example/'],
    ['PMTILES_FILE', 'map.png'],
    ['LOG_LEVEL', 'loud'],
    ['DEMO_DATA', 'yes'],
  ] as const)('says that %s cannot be “%s”', ([name, value]) => {
    expect(() => readConfig({ [name]: value })).toThrow(
      new RegExp(`^${name} must be .+, not “.+”\\.$`),
    )
  })

  test('repeats no secret that is wrong', () => {
    expect(() => readConfig({ SMTP_URL: 'mail.example:secret' })).toThrow(/which it is not\.$/)
  })

  test('does not repeat a password', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://u:secret@db' })).toThrow(/^(?!.*secret)/)
  })
})
