/**
 * Secrets that must be used again (to check a signature, to sign a request) are stored encrypted: AES-256-GCM with
 * a key that is not in the database. Who has only the database, or a copy of it, has none of them.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeDirectory } from './embedded/directory.js'

export interface SecretBox {
  seal(secret: string): Buffer
  /** Throws if it was sealed with another key, or changed since. */
  open(sealed: Buffer): string
}

export const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

export function secretBox(key: Buffer): SecretBox {
  return {
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
