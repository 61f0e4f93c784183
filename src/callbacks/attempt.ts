/** One attempt to deliver a message, and what follows from its answer. */

import type { TargetAnswer, TargetCall } from '../connect/targets.js'
import type { Attempted, AttemptLog, QueuedMessage } from '../store/webhook-messages.js'
import type { CallbackSecrets, Callbacks } from '../wire/callbacks.js'
import type { Receiver } from './receiver.js'

export type Post = (call: TargetCall) => Promise<TargetAnswer>

/** What an answer may have, and what of it is kept. */
export const MOST_ANSWER_BYTES = 64 * 1024
const KEPT_BYTES = 1_000

export interface Sending {
  readonly post: Post
  readonly now: number
  readonly clock: () => number
}

export async function attempt(
  { endpoint, callbacks, secrets }: Receiver,
  message: QueuedMessage,
  sending: Sending,
): Promise<Attempted> {
  if (secrets === null) throw new Error('a message is sent with a secret')
  const { tenantId, endpointId, url } = endpoint
  const { number, attempts } = message
  const { received, entry } = await send({ url, callbacks, secrets }, message, sending)
  const waits = callbacks.waitsWhileDown && endpoint.failingSince !== null
  const retryAfterMs = callbacks.retryAfterMs[attempts] ?? (waits ? callbacks.retryAfterMs.at(-1) : undefined)
  const failed = retryAfterMs === undefined ? 'undelivered' : 'due'
  return {
    tenantId,
    endpointId,
    number,
    attempts,
    state: received ? 'delivered' : failed,
    // From when it was sent: the schedule doesn't slip by how long an answer takes.
    dueAt: received ? entry.at + entry.tookMs : sending.now + (retryAfterMs ?? 0),
    entry,
  }
}

export interface Addressee {
  readonly url: string
  readonly callbacks: Callbacks
  readonly secrets: CallbackSecrets
}

/** Sends a message once; whether it was received, and what is kept of the attempt. */
export async function send(
  { url, callbacks, secrets }: Addressee,
  message: Pick<QueuedMessage, 'id' | 'kind' | 'body'>,
  { post, now, clock }: Sending,
): Promise<{ readonly received: boolean; readonly entry: AttemptLog }> {
  const answer = await post({
    method: 'POST',
    url,
    headers: { 'User-Agent': 'Entrepot', ...callbacks.headers(message, secrets, now) },
    body: message.body,
    timeoutMs: callbacks.timeoutMs,
    mostBytes: MOST_ANSWER_BYTES,
  })
  const attempted = { at: now, tookMs: clock() - now, url }
  if (answer.kind !== 'answered') {
    return { received: false, entry: { ...attempted, status: null, answer: null, problem: answer.reason } }
  }
  const { status, body } = answer
  const received = callbacks.isReceived({ status, body: body.toString('utf8') })
  const problem = received ? null : 'the answer does not say that it was received'
  return { received, entry: { ...attempted, status, answer: keptOf(body), problem } }
}

/** As text that the store can keep. */
function keptOf(body: Buffer): string {
  return body.subarray(0, KEPT_BYTES).toString('utf8').replaceAll('\0', '\uFFFD')
}
