/**
 * Secrets that must be used again (to check a signature, to sign a request) are stored encrypted: AES-256-GCM with
 * a key that is not in the database. Who has only the database, or a copy of it, has none of them.
 */
import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDirectory } from './embedded/directory.js'
import type { Database } from './pool.js'

export interface SecretBox {
  /** Tells keys apart, and nothing of what they are. */
  readonly fingerprint: string
  seal(secret: string): Buffer
  /** Throws if it was sealed with another key, or changed since. */
  open(sealed: Buffer): string
}

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

export function secretBox(key: Buffer): SecretBox {
  return {
    fingerprint: hash('sha256', `entrepot sealing key ${key.toString('base64')}`, 'hex').slice(0, 16),
    seal(secret) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      return Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
      const text = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES))
      return Buffer.concat([text, decipher.final()]).toString('utf8')
    },
  }
}

export function secretKeyPath(dataDir: string): string {
  return join(dataDir, 'secret.key')
}

/** The key given, or the one in the data directory, which is made if there is none. */
export async function openSecretBox(dataDir: string, given: Buffer | undefined): Promise<SecretBox> {
  if (given !== undefined) return secretBox(given)
  const path = secretKeyPath(dataDir)
  const kept = await readKey(path)
  if (kept !== undefined) return secretBox(kept)
  await makeDirectory(dataDir, 0o700)
  const fresh = `${path}.${process.pid}`
  await writeFile(fresh, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600 })
  await rename(fresh, path)
  // Of two processes that made one at once, the later one's stands for both.
  return secretBox((await readKey(path)) ?? Buffer.alloc(0))
}

const OTHER_KEY =
  'The secrets in this database are sealed with another key: set SECRET_KEY, or use the secret.key of the data ' +
  'directory, of the server that sealed them'

/** The first key that meets a database is its key from then on. Null, or what is wrong with another one. */
export async function claimSealing(database: Database, { fingerprint }: SecretBox): Promise<string | null> {
  const claim = () =>
    database.query<{ fingerprint: string }>(
      `with claimed as (
         insert into sealing_key (fingerprint) values ($1) on conflict do nothing returning fingerprint)
       select fingerprint from claimed union all select fingerprint from sealing_key limit 1`,
      [fingerprint],
    )
  // Of two that claim at once, one waits, and does not see yet what it waited for.
  const { rows } = await claim()
  const [row] = rows.length > 0 ? rows : (await claim()).rows
  return row?.fingerprint === fingerprint ? null : OTHER_KEY
}

async function readKey(path: string): Promise<Buffer | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== KEY_BYTES) throw new Error(`${path} does not hold ${KEY_BYTES} bytes in base64`)
  return key
}
