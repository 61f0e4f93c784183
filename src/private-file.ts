/** Files that only their owner may read. */
import { randomUUID } from 'node:crypto'
import { rename, writeFile } from 'node:fs/promises'

/** Whoever reads it meanwhile reads all of the old text or all of the new one; of several writers, the last one's stays. */
export async function writePrivateFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.new`
  await writeFile(temporary, text, { mode: 0o600 })
  await rename(temporary, path)
}
