/** One attempt to deliver a message, and what follows from its answer. */

import type { TargetAnswer, TargetCall } from '../connect/targets.js'
import type { Attempted, QueuedMessage } from '../store/webhook-messages.js'
import type { Receiver } from './receiver.js'

export type Post = (call: TargetCall) => Promise<TargetAnswer>

/** What an answer may have, and what of it is kept. */
export const MOST_ANSWER_BYTES = 64 * 1024
const KEPT_BYTES = 1_000

export async function attempt(
  { endpoint, callbacks, secrets }: Receiver,
  message: QueuedMessage,
  { post, now, clock }: { readonly post: Post; readonly now: number; readonly clock: () => number },
): Promise<Attempted> {
  if (secrets === null) throw new Error('a message is sent with a secret')
  const { tenantId, endpointId, url } = endpoint
  const { number, attempts, body } = message
  const answer = await post({
    method: 'POST',
    url,
    headers: { 'User-Agent': 'Entrepot', ...callbacks.headers(message, secrets, now) },
    body,
    timeoutMs: callbacks.timeoutMs,
    mostBytes: MOST_ANSWER_BYTES,
  })
  const endedAt = clock()
  const isAnswered = answer.kind === 'answered'
  const wasReceived =
    isAnswered && callbacks.isReceived({ status: answer.status, body: answer.body.toString('utf8') })
  const waits = callbacks.waitsWhileDown && endpoint.failingSince !== null
  const retryAfterMs = callbacks.retryAfterMs[attempts] ?? (waits ? callbacks.retryAfterMs.at(-1) : undefined)
  const failed = retryAfterMs === undefined ? 'undelivered' : 'due'
  return {
    tenantId,
    endpointId,
    number,
    attempts,
    state: wasReceived ? 'delivered' : failed,
    // From when it was sent: the schedule doesn't slip by how long an answer takes.
    dueAt: wasReceived ? endedAt : now + (retryAfterMs ?? 0),
    entry: {
      at: now,
      tookMs: endedAt - now,
      url,
      status: isAnswered ? answer.status : null,
      answer: isAnswered ? keptOf(answer.body) : null,
      problem: isAnswered
        ? wasReceived
          ? null
          : 'the answer does not say that it was received'
        : answer.reason,
    },
  }
}

/** As text that the store can keep. */
function keptOf(body: Buffer): string {
  return body.subarray(0, KEPT_BYTES).toString('utf8').replaceAll('\0', '\uFFFD')
}
