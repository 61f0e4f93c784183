/**
 * Keys of changes whose answer is still missing. Whoever sends the same words again, in whatever dialog, sends the
 * same change; and other words in a dialog whose change has such a key keep it, so that the hub can refuse them.
 */
const KEPT_MS = 3_600_000

interface Sent {
  readonly key: string
  readonly at: number
}

/** By the words of the change. */
const unanswered = new Map<string, Sent>()
/** By the key that was given for what has another one already. */
const standsFor = new Map<string, string>()

/** What is sent, for telling whether it is the same again. */
export function wordsOf(method: string, path: string, body: unknown): string {
  if (!(body instanceof Blob)) return `${method} ${path} ${JSON.stringify(body)}`
  const { name, size, lastModified } = body as Partial<File>
  return `${method} ${path} ${name} ${size} ${lastModified}`
}

/** The key to send these words with; `given` if they aren't waiting for an answer. */
export function keyFor(words: string, given: string, at: number): string {
  const sent = unanswered.get(words)
  const isWaiting = sent !== undefined && at - sent.at < KEPT_MS
  const key = isWaiting ? sent.key : (standsFor.get(given) ?? given)
  if (key !== given) standsFor.set(given, key)
  unanswered.set(words, { key, at: isWaiting ? sent.at : at })
  return key
}

/** The hub has said what became of it. */
export function answered(words: string): void {
  unanswered.delete(words)
}
