/** What a connection keeps sealed. */
import type { Connection } from '../store/connections.js'
import type { SecretBox } from '../store/secret-box.js'

/** Null: it was sealed with another key. */
export function openCredential(
  box: SecretBox,
  { credentialSealed }: Connection,
): Readonly<Record<string, string>> | null {
  try {
    return JSON.parse(box.open(credentialSealed))
  } catch {
    return null
  }
}
