/** The engine's calls for addresses that are told what happens. */
import { randomBytes } from 'node:crypto'
import { namedAccount } from '../commit/calls/setup-accounts.js'
import { once } from '../commit/once.js'
import { type TargetRules, targetProblem } from '../connect/targets.js'
import type {
  CallbackCalls,
  EndpointRecord,
  EndpointWish,
  NewEndpointRecord,
  ReplayWish,
} from '../order/callback-calls.js'
import type { AccountContext, Serving } from '../order/calls.js'
import { accept, type FieldFault, type Result, refuse } from '../order/rejection.js'
import { readCredentialSecret } from '../store/credentials.js'
import { listDeliveries } from '../store/deliveries.js'
import type { Client, Database, Pool } from '../store/pool.js'
import type { SecretBox } from '../store/secret-box.js'
import {
  changeEndpoint,
  changeSecret,
  countEndpoints,
  createEndpoint,
  deleteEndpoint,
  listEndpoints,
  type NewEndpoint,
  readEndpoint,
} from '../store/webhook-endpoints.js'
import { commitBefore, commitOfEvent, giveUpMessages, replayMessages } from '../store/webhook-replays.js'
import type { Callbacks } from '../wire/callbacks.js'
import { MOST_ANSWER_BYTES, type Post } from './attempt.js'
import { secretsOf, testEndpoint } from './trying.js'

export interface CallbackCallsParts {
  readonly pool: Pool
  readonly clock: () => number
  readonly box: SecretBox
  /** By family. */
  readonly callbacks: ReadonlyMap<string, Callbacks>
  readonly rules: TargetRules
  readonly post: Post
  /** Told of each change. */
  readonly changed: () => void
}

/** Of a tenant. */
export const MOST_ENDPOINTS = 100
const SECRET_BYTES = 32

export interface Checked {
  readonly wish: Omit<NewEndpoint, 'secretSealed'>
  readonly callbacks: Callbacks
  /** Of the credential that signs. */
  readonly credentialSecret: string | null
}

export function callbackCalls(parts: CallbackCallsParts): Serving<CallbackCalls> {
  const { pool, clock, box } = parts
  return {
    createEndpoint: async (account, { wish, key }): Promise<Result<NewEndpointRecord>> => {
      const { tenantId } = account
      const checked = await check(parts, tenantId, wish)
      if (!checked.ok) return checked
      const { callbacks, credentialSecret } = checked.value
      const own = credentialSecret === null ? callbacks.writeSecret(randomBytes(SECRET_BYTES)) : null
      const refused = await verify(parts, callbacks, wish.url, credentialSecret ?? own ?? '')
      if (refused !== null) return faulty(refused)
      const at = clock()
      const work = async (client: Client): Promise<Result<EndpointRecord>> => {
        if ((await countEndpoints(client, tenantId)) >= MOST_ENDPOINTS) {
          return faulty({ path: 'url', problem: `is one too many: a tenant has at most ${MOST_ENDPOINTS}` })
        }
        const secretSealed = own === null ? null : box.seal(own)
        const made = { ...checked.value.wish, secretSealed }
        return recordOf(client, tenantId, await createEndpoint(client, tenantId, made, at))
      }
      const made = await once(pool, { account, key, at, work })
      if (!made.ok) return made
      parts.changed()
      return accept({ ...made.value, secret: made.replayed ? null : own })
    },
    readEndpoint: ({ tenantId }, { endpointId }) => recordOf(pool, tenantId, endpointId),
    listEndpoints: async ({ tenantId }, slice) => accept(await listEndpoints(pool, tenantId, slice)),
    changeEndpoint: async ({ tenantId }, { endpointId, change }) => {
      const known = await recordOf(pool, tenantId, endpointId)
      if (!known.ok) return known
      const checked = await check(parts, tenantId, { ...known.value, ...change })
      if (!checked.ok) return checked
      const { url } = change
      if (url !== undefined && url !== known.value.url) {
        const secrets = await secretsOf(parts, { tenantId, endpointId }, checked.value)
        if (!secrets.ok) return secrets
        const refused = await verify(parts, checked.value.callbacks, url, secrets.value.current)
        if (refused !== null) return faulty(refused)
      }
      await changeEndpoint(pool, { tenantId, endpointId }, change, clock())
      parts.changed()
      return recordOf(pool, tenantId, endpointId)
    },
    deleteEndpoint: async ({ tenantId }, { endpointId }) => {
      const known = await recordOf(pool, tenantId, endpointId)
      if (!known.ok) return known
      await deleteEndpoint(pool, { tenantId, endpointId })
      parts.changed()
      return known
    },
    rotateSecret: (account, { endpointId, overlapMs, key }) =>
      rotate(parts, account, { endpointId, overlapMs, key }),
    testEndpoint: async ({ tenantId }, { endpointId }) => {
      const known = await recordOf(pool, tenantId, endpointId)
      if (!known.ok) return known
      const checked = await check(parts, tenantId, known.value)
      if (!checked.ok) return checked
      const secrets = await secretsOf(parts, { tenantId, endpointId }, checked.value)
      if (!secrets.ok) return secrets
      const { callbacks } = checked.value
      const addressee = { url: known.value.url, callbacks, secrets: secrets.value }
      return testEndpoint(parts, { tenantId, endpointId }, addressee)
    },
    listDeliveries: async ({ tenantId }, { endpointId, state, ...slice }) => {
      const known = await recordOf(pool, tenantId, endpointId)
      if (!known.ok) return known
      return accept(await listDeliveries(pool, { tenantId, endpointId }, state, slice))
    },
    replayDeliveries: async ({ tenantId }, { endpointId, from }) => {
      const known = await recordOf(pool, tenantId, endpointId)
      if (!known.ok) return known
      const found = await behindOf(pool, tenantId, from)
      if (!found.ok) return found
      const behind = found.value
      // Where it is told by the order as it is now, what was told before is sent anew, as it was.
      const anew = behind !== null && parts.callbacks.get(known.value.family)?.needsOrder === false
      const name = { tenantId, endpointId }
      const requeued = await replayMessages(pool, name, { behind, anew }, clock())
      parts.changed()
      return accept({ endpointId, requeued })
    },
    giveUpDeliveries: async ({ tenantId }, { endpointId }) => {
      const known = await recordOf(pool, tenantId, endpointId)
      if (!known.ok) return known
      const givenUp = await giveUpMessages(pool, { tenantId, endpointId }, clock())
      parts.changed()
      return accept({ endpointId, givenUp })
    },
  }
}

/** The commit behind which is sent anew; null: what was given up. */
async function behindOf(pool: Pool, tenantId: number, from: ReplayWish): Promise<Result<number | null>> {
  if (from === null) return accept(null)
  if ('moment' in from) return accept(await commitBefore(pool, tenantId, from.moment))
  const commit = await commitOfEvent(pool, tenantId, from)
  if (commit !== null) return accept(commit - 1)
  const problem = `is ${from.version}, and order ${from.orderNumber} has no such event`
  return faulty({ path: 'version', problem })
}

async function rotate(
  { pool, box, clock, callbacks, changed }: CallbackCallsParts,
  account: AccountContext,
  { endpointId, overlapMs, key }: CallbackCalls['rotateSecret']['input'],
): Promise<Result<NewEndpointRecord>> {
  const { tenantId } = account
  const at = clock()
  let secret: string | null = null
  const work = async (client: Client): Promise<Result<EndpointRecord>> => {
    const known = await recordOf(client, tenantId, endpointId)
    if (!known.ok) return known
    const { family, credentialId } = known.value
    const own = callbacks.get(family)
    if (own === undefined || credentialId !== null) {
      const state = 'signed with the secret of a credential'
      return refuse({ kind: 'not_allowed_in_state', what: 'webhook endpoint', id: String(endpointId), state })
    }
    secret = own.writeSecret(randomBytes(SECRET_BYTES))
    await changeSecret(client, { tenantId, endpointId }, box.seal(secret), at + overlapMs, at)
    return recordOf(client, tenantId, endpointId)
  }
  const made = await once(pool, { account, key, at, work })
  if (!made.ok) return made
  changed()
  return accept({ ...made.value, secret: made.replayed ? null : secret })
}

/** All faults that can be told without calling the address. */
async function check(
  { pool, box, callbacks: families, rules }: CallbackCallsParts,
  tenantId: number,
  wish: EndpointWish,
): Promise<Result<Checked>> {
  const callbacks = families.get(wish.family)
  if (callbacks === undefined) {
    const problem = `is "${wish.family}", but must be one of ${[...families.keys()].join(', ')}`
    return faulty({ path: 'dialect', problem })
  }
  const [first, ...others] = faultsOf(wish, callbacks, rules)
  if (first !== undefined) return refuse({ kind: 'invalid_field', faults: [first, ...others] })
  const { url, family, kinds, options, credentialId } = wish
  const found = { url, family, kinds, options, credentialId }
  if (callbacks.secret === 'credential') {
    const credential =
      credentialId === null ? null : await readCredentialSecret(pool, box, tenantId, family, credentialId)
    if (credential === null) {
      return faulty({ path: 'credential', problem: `must be the id of a credential of ${family}` })
    }
    const { accountId, secret } = credential
    return accept({ wish: { ...found, accountId }, callbacks, credentialSecret: secret })
  }
  if (wish.account === null) {
    return accept({ wish: { ...found, accountId: null }, callbacks, credentialSecret: null })
  }
  const named = await namedAccount(pool, tenantId, wish.account)
  if (!named.ok) return named
  return accept({ wish: { ...found, accountId: named.value.accountId }, callbacks, credentialSecret: null })
}

function faultsOf(wish: EndpointWish, callbacks: Callbacks, rules: TargetRules): FieldFault[] {
  const problem = targetProblem(wish.url, rules)
  const strange = (wish.kinds ?? []).find((kind) => !callbacks.kinds.includes(kind))
  const isAccountMissing =
    callbacks.scope === 'account' && callbacks.secret === 'own' && wish.account === null
  const isCredentialStrange = callbacks.secret === 'own' && wish.credentialId !== null
  return [
    ...(problem === null ? [] : [{ path: 'url', problem }]),
    ...(strange === undefined
      ? []
      : [{ path: 'events', problem: `names "${strange}"; there are ${callbacks.kinds.join(', ')}` }]),
    ...(isAccountMissing ? [{ path: 'account', problem: 'is required' }] : []),
    ...(isCredentialStrange ? [{ path: 'credential', problem: 'is not used: a secret is made for it' }] : []),
    ...callbacks.checkOptions(wish.options),
  ]
}

/** Asks the address whether it wants to be told, where that is the custom; what is wrong, or null. */
async function verify(
  { post, clock }: CallbackCallsParts,
  callbacks: Callbacks,
  url: string,
  secret: string,
): Promise<FieldFault | null> {
  const at = clock()
  const message = callbacks.verification?.(at)
  if (message === undefined) return null
  const answer = await post({
    method: 'POST',
    url,
    headers: {
      'User-Agent': 'Entrepot',
      ...callbacks.headers(message, { current: secret, previous: null }, at),
    },
    body: message.body,
    timeoutMs: callbacks.timeoutMs,
    mostBytes: MOST_ANSWER_BYTES,
  })
  if (answer.kind !== 'answered') {
    return { path: 'url', problem: `does not answer the verification: ${answer.reason}` }
  }
  if (callbacks.isReceived({ status: answer.status, body: answer.body.toString('utf8') })) return null
  return { path: 'url', problem: `answers the verification with HTTP ${answer.status}, not as received` }
}

async function recordOf(
  database: Database,
  tenantId: number,
  endpointId: number,
): Promise<Result<EndpointRecord>> {
  const found = await readEndpoint(database, { tenantId, endpointId })
  if (found !== null) return accept(found)
  return refuse({ kind: 'not_found', what: 'webhook endpoint', id: String(endpointId) })
}

function faulty(fault: FieldFault): ReturnType<typeof refuse> {
  return refuse({ kind: 'invalid_field', faults: [fault] })
}
