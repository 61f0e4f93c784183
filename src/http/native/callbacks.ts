/**
 * Webhooks of the native API, by the Standard Webhooks specification (standardwebhooks.com): an id, a time and one
 * signature for each secret that is in use.
 */
import { createHmac } from 'node:crypto'
import { type Callbacks, noOptions } from '../../wire/callbacks.js'
import { writeFollowed } from './map-history.js'

/** Every word that an order's history has. */
const KINDS = [
  'placed',
  'reviewed',
  'paid',
  'held',
  'released',
  'annotated',
  'labelled',
  'allocated',
  'packed',
  'handed_over',
  'delivered',
  'tracked',
  'split',
  'merged',
  'moved',
  'payment_claimed',
  'payment_refused',
  'partly_cancelled',
  'cancelled',
  'after_sale_requested',
  'after_sale_approved',
  'after_sale_refused',
  'after_sale_withdrawn',
  'after_sale_changed',
  'refunded',
].map((kind) => `order.${kind}`)

const PREFIX = 'whsec_'
const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

export const callbacks: Callbacks = {
  kinds: KINDS,
  usualKinds: KINDS,
  scope: 'tenant',
  secret: 'own',
  writeSecret: (random) => PREFIX + random.toString('base64'),
  timeoutMs: 15 * SECOND,
  retryAfterMs: [
    5 * SECOND,
    30 * SECOND,
    2 * MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    12 * HOUR,
    24 * HOUR,
    24 * HOUR,
  ],
  waitsWhileDown: true,
  needsOrder: false,
  tellOrder({ event }, marks) {
    const kind = `order.${event.kind}`
    const timestamp = new Date(event.at).toISOString()
    const body = JSON.stringify({ type: kind, timestamp, data: writeFollowed(event) })
    return { messages: [{ id: `evt_${event.orderNumber}_${event.version}`, kind, body }], marks }
  },
  tellNotice: null,
  headers({ id, body }, { current, previous }, at) {
    const timestamp = String(Math.floor(at / SECOND))
    const secrets = previous === null ? [current] : [current, previous]
    return {
      'Content-Type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': secrets.map((secret) => signatureOf(secret, id, timestamp, body)).join(' '),
    }
  },
  isReceived: ({ status }) => status >= 200 && status < 300,
  verification: null,
  trial(at) {
    const kind = 'test'
    const body = JSON.stringify({ type: kind, timestamp: new Date(at).toISOString(), data: {} })
    return { id: `test_${at}`, kind, body }
  },
  options: [],
  checkOptions: noOptions,
}

function signatureOf(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}
