// What another platform tells of a part, as steps of ours: whatever is told, in whatever order, each parcel is there
// once, nothing goes backwards, and it comes to an end.
import { describe, expect, test } from 'vitest'
import { cancellingReason, excessProblem, nextStep } from '../../src/connect/coming-back.js'
import { afterLooking, afterPlacing, backoffMs } from '../../src/connect/outcomes.js'
import { combined, type Seen, withSeen } from '../../src/connect/seen.js'
import type { FulfilmentOrder, Hold } from '../../src/order/order.js'
import type { UpstreamOrder, UpstreamParcel, UpstreamStatus } from '../../src/wire/upstream.js'

const PART: FulfilmentOrder = {
  sequence: 1,
  ownerId: 1,
  location: 'MAIN',
  status: 'allocated',
  lines: [
    { rowNumber: 1, lineNumber: 1, sku: 'MUG', quantity: 2, reserved: 2, unitPriceMinor: 1 },
    { rowNumber: 2, lineNumber: 2, sku: 'CUP', quantity: 3, reserved: 3, unitPriceMinor: 1, cancelled: 1 },
  ],
  packages: null,
  shipments: null,
  empty: false,
  times: {},
}

const TERMS = { skus: { MUG: 'm' }, name: 'depot' }

const parcel = (trackingNumber: string, lines: UpstreamParcel['lines']): UpstreamParcel => ({
  carrier: 'DHL',
  trackingNumber,
  packageNumber: null,
  lines,
  shippedAt: null,
  deliveredAt: null,
  events: [],
})

const told = (status: UpstreamStatus, more: Partial<UpstreamOrder> = {}): UpstreamOrder => ({
  number: 'N',
  upstreamNumber: 'U',
  status,
  word: status,
  parcels: [],
  trails: [],
  updatedAt: null,
  ...more,
})

const step = (part: FulfilmentOrder, orders: readonly UpstreamOrder[], holds: readonly Hold[] = []) => {
  const seen = orders.reduce<Seen>((known, one) => withSeen(known, one), {})
  return nextStep({ details: { holds } }, part, combined(seen), TERMS)
}

describe('steps', () => {
  test('the first parcel is packed with what is in it, by our lines, and the rest beside it', () => {
    const parcels = [parcel('T1', [{ sku: 'm', quantity: 1 }])]
    expect(step(PART, [told('partially_shipped', { parcels })])).toEqual({
      kind: 'wish',
      wish: {
        kind: 'pack',
        sequence: 1,
        packages: [
          { packageNumber: 'T1', weightGrams: null, lines: [{ lineNumber: 1, quantity: 1 }] },
          {
            packageNumber: 'rest',
            weightGrams: null,
            lines: [
              { lineNumber: 1, quantity: 1 },
              { lineNumber: 2, quantity: 2 },
            ],
          },
        ],
      },
    })
  })

  test('more than there is of it is never packed', () => {
    const parcels = [
      parcel('T1', [
        { sku: 'm', quantity: 9 },
        { sku: 'CUP', quantity: 9 },
      ]),
    ]
    expect(step(PART, [told('shipped', { parcels })])).toMatchObject({
      wish: {
        packages: [
          {
            lines: [
              { lineNumber: 1, quantity: 2 },
              { lineNumber: 2, quantity: 2 },
            ],
          },
        ],
      },
    })
  })

  test('what was shipped there beyond what is wanted here is told', () => {
    const parcels = [parcel('T1', [{ sku: 'm', quantity: 2 }]), parcel('T2', [{ sku: 'CUP', quantity: 3 }])]
    const there = combined(withSeen({}, told('shipped', { parcels })))
    expect(excessProblem(PART, there)).toBe('5 pieces were shipped there, and 4 are wanted here')
    expect(excessProblem(PART, { ...there, parcels: parcels.slice(0, 1) })).toBeNull()
  })

  test('a hold of somebody else’s is not released', () => {
    const held = { ...PART, status: 'hold' } as const
    const theirs: Hold = { kind: 'asked', reason: 'short at depot' }
    const ours: Hold = { kind: 'asked', reason: 'the buyer asked' }
    expect(step(held, [told('allocated')], [theirs])).toMatchObject({ wish: { kind: 'release' } })
    expect(step(held, [told('allocated')], [theirs, ours])).toEqual({ kind: 'rest', problem: null })
    expect(step(held, [told('unknown')], [theirs])).toEqual({ kind: 'rest', problem: null })
  })

  test('what is to be cancelled there is held until it is, or until it is seen to go on', () => {
    const held = { ...PART, status: 'hold' } as const
    const asked: Hold = { kind: 'asked', reason: cancellingReason('depot', 'changed my mind') }
    for (const still of ['allocated', 'waiting_payment', 'held'] as const) {
      expect(step(held, [told(still)], [asked]), still).toEqual({ kind: 'rest', problem: null })
    }
    expect(step(held, [told('packed')], [asked])).toMatchObject({ wish: { kind: 'release' } })
    expect(step(held, [told('cancelled')], [asked])).toMatchObject({ wish: { kind: 'cancel' } })
  })

  test('a cancellation there cancels what is still here, and is told of what has left', () => {
    expect(step(PART, [told('cancelled')])).toMatchObject({ wish: { kind: 'cancel', pieces: 'all' } })
    const left = { ...PART, status: 'delivered' } as const
    expect(step(left, [told('cancelled')])).toMatchObject({ kind: 'rest', problem: expect.any(String) })
    const cancelled = { ...PART, status: 'cancelled' } as const
    const parcels = [parcel('T1', null)]
    expect(step(cancelled, [told('shipped', { parcels })])).toMatchObject({ problem: expect.any(String) })
  })

  test('a word that is not known changes nothing', () => {
    expect(step(PART, [told('unknown')])).toEqual({ kind: 'rest', problem: null })
  })
})

describe('what is seen', () => {
  test('an older answer, and one that leads back, take nothing away', () => {
    const parcels = [parcel('T1', null)]
    const first = withSeen({}, told('shipped', { parcels, updatedAt: 5 }))
    expect(combined(withSeen(first, told('allocated', { updatedAt: 4 })))).toMatchObject({
      status: 'shipped',
    })
    expect(combined(withSeen(first, told('allocated', { updatedAt: 6 })))).toMatchObject({
      status: 'shipped',
      parcels,
    })
    expect(combined(withSeen(first, told('delivered', { updatedAt: 6 })))).toMatchObject({
      status: 'delivered',
      parcels,
    })
  })

  test('of several orders there, all must have left', () => {
    const both = withSeen(withSeen({}, told('shipped')), told('received', { upstreamNumber: 'V' }))
    expect(combined(both).status).toBe('partially_shipped')
    expect(combined(withSeen(both, told('cancelled', { upstreamNumber: 'V' }))).status).toBe('shipped')
    expect(combined(withSeen(both, told('shipped', { upstreamNumber: 'V' }))).status).toBe('shipped')
  })

  test('a parcel told again is the same parcel, with all that was told of it', () => {
    const event = { at: 1, status: 'in_transit', description: 'x' } as const
    const nowhere = { country: null, state: null, city: null, facility: null }
    const one = { ...parcel('T1', null), events: [{ ...event, ...nowhere }] }
    const two = { ...parcel('T1', [{ sku: 'm', quantity: 1 }]), deliveredAt: 9 }
    const seen = withSeen(
      withSeen({}, told('shipped', { parcels: [one] })),
      told('shipped', { parcels: [two] }),
    )
    expect(combined(seen).parcels).toEqual([{ ...two, events: one.events }])
  })
})

describe('outcomes', () => {
  const NEW = { looks: 0, delays: 0 }
  const NOW = { at: 1_000_000, retryAfterMs: null }

  test('waits grow up to a minute, and are as long as the platform says', () => {
    expect([0, 1, 2, 5, 6, 60].map((delays) => backoffMs(delays, null))).toEqual([
      1_000, 2_000, 4_000, 32_000, 60_000, 60_000,
    ])
    expect(backoffMs(0, 90_000)).toBe(90_000)
  })

  test('only what is certain not to be there is due again', () => {
    const kinds = (['exists', 'unknown', 'try_later', 'no_session', 'refused', 'accepted'] as const).map(
      (kind) => {
        const outcome = { kind, reason: 'x', code: '1', upstreamNumber: 'U', remarks: [] }
        return [kind, afterPlacing(NEW, outcome, NOW).state]
      },
    )
    expect(Object.fromEntries(kinds)).toEqual({
      exists: 'unknown',
      unknown: 'unknown',
      try_later: 'due',
      no_session: 'due',
      refused: 'parked',
      accepted: 'sent',
    })
  })

  test('the second look is ten minutes after the first, and the last', () => {
    const first = afterLooking(NEW, false, NOW)
    expect(first).toMatchObject({ state: 'unknown', looks: 1, nextAt: NOW.at + 600_000 })
    expect(afterLooking(first, false, NOW)).toMatchObject({ state: 'parked', looks: 2, nextAt: null })
    expect(afterLooking(first, { kind: 'unknown', reason: 'x' }, NOW)).toMatchObject({
      state: 'unknown',
      looks: 1,
    })
    expect(afterLooking(NEW, { kind: 'refused', code: '1', reason: 'x' }, NOW)).toMatchObject({
      state: 'parked',
    })
    expect(afterLooking(first, { upstreamNumber: 'U' }, NOW)).toMatchObject({
      state: 'sent',
      upstreamNumber: 'U',
    })
  })
})
