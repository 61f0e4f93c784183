/**
 * Pushes as their receiver takes them (facts/apicenter.md §13). An exception is looked for first: the documents give
 * it the word of a shipment, and it must not be taken for one.
 */
import { hash } from 'node:crypto'
import { equalSecrets } from '../../secrets.js'
import type { CallbackReceiving, ToldOrder } from '../../wire/callbacks.js'
import type { JsonValue } from '../../wire/json.js'
import { member, type UpstreamOrder, within } from '../../wire/upstream.js'
import { signatureOf } from './callbacks.js'

const WINDOW_SECONDS = 600

export const receiving: CallbackReceiving = {
  isSigned({ pushSecret = '' }, { headers, body }, at) {
    const timestamp = String(headers['x-apicenter-timestamp'] ?? '')
    const sent = String(headers['x-apicenter-signature'] ?? '').toLowerCase()
    if (pushSecret === '' || !/^\d{10}$/.test(timestamp)) return false
    if (Math.abs(Math.floor(at / 1000) - Number(timestamp)) > WINDOW_SECONDS) return false
    return equalSecrets(sent, signatureOf(pushSecret, timestamp, body))
  },
  read(push) {
    const data = within(push, 'data')
    const number = member(data, 'order_number')
    if (number === undefined || number === '') return null
    // By its number, as everything else there tells it: nothing can be asked for by its order_id.
    const told: Omit<ToldOrder, 'order'> = { number, upstreamNumber: number }
    const code = member(data, 'error_code')
    if (code !== undefined) return { ...told, order: stopped(told, code) }
    if (member(data, 'status') !== 'handovered') return { ...told, order: null }
    return { ...told, order: shipped(told, data) }
  },
  idOf({ headers, body }) {
    const id = headers['x-apicenter-event-id']
    return typeof id === 'string' && id !== '' ? id : hash('sha256', body, 'hex')
  },
  acknowledgement: { status: 200, body: '{"code":200}' },
}

const STATUSES: Readonly<Record<string, UpstreamOrder['status']>> = {
  '10001': 'held',
  '10002': 'held',
  '10003': 'short',
}

function stopped(told: Omit<ToldOrder, 'order'>, code: string): UpstreamOrder {
  return {
    ...told,
    status: STATUSES[code] ?? 'unknown',
    word: code,
    parcels: [],
    trails: [],
    updatedAt: null,
  }
}

function shipped(told: Omit<ToldOrder, 'order'>, data: JsonValue | undefined): UpstreamOrder {
  const trackingNumber = member(data, 'tracking_number') ?? ''
  const seconds = member(data, 'complete_ship_time') ?? ''
  const shippedAt = /^\d{10}$/.test(seconds) ? Number(seconds) * 1000 : null
  const parcel = {
    carrier: member(data, 'carrier_code') ?? '',
    trackingNumber,
    packageNumber: null,
    lines: null,
    shippedAt,
    deliveredAt: null,
    events: [],
  }
  const parcels = trackingNumber === '' ? [] : [parcel]
  return { ...told, status: 'shipped', word: 'handovered', parcels, trails: [], updatedAt: shippedAt }
}
