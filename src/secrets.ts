/** Hashes of secrets, and comparing without telling where two differ. */
import { hash, timingSafeEqual } from 'node:crypto'

/** SHA-256 in hex: enough for a secret of 240 random bits, which no list of passwords holds. */
export function secretHash(secret: string): string {
  return hash('sha256', secret, 'hex')
}

/** In a time that tells nothing of where they differ, nor of how long the expected one is. */
export function equalSecrets(one: string, other: string): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'))
}
