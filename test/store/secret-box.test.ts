// Sealed secrets, and the one key of a database.
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate } from '../../src/store/migrate.js'
import { openPool } from '../../src/store/pool.js'
import { claimSealing, openSecretBox, secretBox, secretKeyPath } from '../../src/store/secret-box.js'
import { freshDatabase } from '../support/database.js'

const box = secretBox(Buffer.alloc(32, 1))

describe('a sealed secret', () => {
  test('is read with its key, and never looks the same twice', () => {
    const [one, two] = [box.seal('s+/= é密'), box.seal('s+/= é密')]
    expect([box.open(one), box.open(two)]).toEqual(['s+/= é密', 's+/= é密'])
    expect(one.equals(two)).toBe(false)
    expect(one.includes('é密')).toBe(false)
  })

  test('is not read with another key, nor when a bit of it has changed', () => {
    const sealed = box.seal('secret')
    expect(() => secretBox(Buffer.alloc(32, 2)).open(sealed)).toThrow()
    for (const at of [0, 13, sealed.length - 1]) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => box.open(changed)).toThrow()
    }
  })
})

describe('the key', () => {
  let directory: string

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'entrepot-key-'))
  })

  afterEach(() => rm(directory, { recursive: true }))

  test('is made once, readable by its owner alone', async () => {
    const made = await openSecretBox(directory, undefined)
    const again = await openSecretBox(directory, undefined)
    expect(again.open(made.seal('x'))).toBe('x')
    expect((await stat(secretKeyPath(directory))).mode & 0o777).toBe(0o600)
    expect(Buffer.from(await readFile(secretKeyPath(directory), 'utf8'), 'base64')).toHaveLength(32)
  })

  test('may be given instead', async () => {
    const given = await openSecretBox(directory, Buffer.alloc(32, 1))
    expect(given.open(box.seal('x'))).toBe('x')
    await expect(stat(secretKeyPath(directory))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('that met a database first is its key: another one is refused, by name', async () => {
    const database = await freshDatabase()
    await migrate(database.connectionString)
    const pool = openPool(database.connectionString, () => {})
    expect(await Promise.all([claimSealing(pool, box), claimSealing(pool, box)])).toEqual([null, null])
    const other = secretBox(Buffer.alloc(32, 2))
    expect(await claimSealing(pool, other)).toMatch(/sealed with another key: set SECRET_KEY/)
    expect(await claimSealing(pool, box)).toBeNull()
    await pool.end()
    await database.drop()
  })
})
