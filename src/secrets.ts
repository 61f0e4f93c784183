/** Hashes of secrets, and comparing without telling where two differ. */
import { hash, timingSafeEqual } from 'node:crypto'

/** SHA-256 in hex: enough for a secret of 240 random bits, which no list of passwords holds. */
export function secretHash(secret: string): string {
  return hash('sha256', secret, 'hex')
}

/** In a time that tells nothing of where they differ. How long a signature or a hash is, everybody knows. */
export function equalSecrets(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
