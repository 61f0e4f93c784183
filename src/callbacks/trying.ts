/** Tries an address with one message, by itself: nothing is queued by it, and nothing noted. */
import type { EndpointTest } from '../order/callback-calls.js'
import { accept, type Result, refuse } from '../order/rejection.js'
import { newestMessage } from '../store/deliveries.js'
import { readEndpointSecrets } from '../store/webhook-endpoints.js'
import type { EndpointName } from '../store/webhook-messages.js'
import type { CallbackSecrets } from '../wire/callbacks.js'
import { type Addressee, send } from './attempt.js'
import type { CallbackCallsParts, Checked } from './calls.js'

/** The platform's own message for this, or else the newest one that the address was to be told. */
export async function testEndpoint(
  { pool, post, clock }: CallbackCallsParts,
  name: EndpointName,
  addressee: Addressee,
): Promise<Result<EndpointTest>> {
  const now = clock()
  const message = addressee.callbacks.trial?.(now) ?? (await newestMessage(pool, name))
  if (message === null)
    return inState(name, 'without a message to try it with: its dialect has none for that')
  const { received, entry } = await send(addressee, message, { post, now, clock })
  return accept({ received, kind: message.kind, messageId: message.id, attempt: entry })
}

/** What signs: the credential's secret, or its own, and for a while the one before. */
export async function secretsOf(
  { pool, box, clock }: CallbackCallsParts,
  name: EndpointName,
  { credentialSecret }: Checked,
): Promise<Result<CallbackSecrets>> {
  if (credentialSecret !== null) return accept({ current: credentialSecret, previous: null })
  const sealed = await readEndpointSecrets(pool, name)
  if (sealed === null || sealed.current === null) return inState(name, 'without a secret')
  const { current, previous, previousUntil } = sealed
  const isOverlap = previous !== null && previousUntil !== null && clock() < previousUntil
  try {
    return accept({ current: box.open(current), previous: isOverlap ? box.open(previous) : null })
  } catch {
    return inState(name, 'signed with a secret that was sealed with another key: rotate it')
  }
}

function inState({ endpointId }: EndpointName, state: string): ReturnType<typeof refuse> {
  return refuse({ kind: 'not_allowed_in_state', what: 'webhook endpoint', id: String(endpointId), state })
}
