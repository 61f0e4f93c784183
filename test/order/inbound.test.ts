/**
 * Inbound notices in the pure engine: whatever is announced, counted, closed and withdrawn in any order, a notice moves
 * as its table says, stock is what was counted, and the numbers of rows and boxes stay with what they are on.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../../src/order/decide.js'
import type { Decision } from '../../src/order/decision.js'
import {
  type InboundNotice,
  NOTICE_MOVES,
  type NoticeCommand,
  type NoticeRow,
  type NoticeWish,
  noticeKey,
  type ReceiveNotice,
  type WishedRow,
} from '../../src/order/notice.js'
import { Counting, callerOf, frozen, openShop, START, Story } from './corner-shop.js'

const SEED = Number(process.env.SEED ?? 20_261_121)
const NAME = { number: 'N-1', scope: 's' }

function row(sku: string, quantity: number, box: string | null = null): WishedRow {
  const sizes = {
    weightMilligrams: null,
    lengthMicrometres: null,
    widthMicrometres: null,
    heightMicrometres: null,
  }
  return { sku, quantity, box, manufacturedOn: null, expiresOn: null, ...sizes }
}

function announce(rows: readonly WishedRow[], change: Partial<NoticeWish> = {}): NoticeCommand {
  const head = { isReturn: false, announcedOn: null, expectedOn: null, remark: null, extra: null }
  const wish = { location: 'NEAR', ...head, ...change, rows }
  const contentHash = JSON.stringify(wish)
  return {
    kind: 'announce_notice',
    caller: callerOf(2),
    key: null,
    name: NAME,
    dialect: 'test',
    contentHash,
    wish,
  }
}

function act(kind: 'confirm_notice' | 'close_notice' | 'withdraw_notice'): NoticeCommand {
  return { kind, caller: callerOf(2), key: null, name: NAME }
}

function receive(
  ...counts: readonly (readonly [rowNumber: number, sku: string, received: number])[]
): ReceiveNotice {
  return {
    kind: 'receive_notice',
    caller: callerOf(2),
    key: null,
    name: NAME,
    counts: counts.map(([rowNumber, sku, received]) => ({ rowNumber, sku, received })),
  }
}

function noticeOf(story: Pick<Story, 'snapshot'>): InboundNotice {
  const notice = story.snapshot.notices.get(noticeKey(2, NAME))
  if (notice === undefined) throw new Error('there is no notice')
  return notice
}

function told(decision: Decision): string {
  if (decision.ok) return decision.replayed ? 'replayed' : 'accepted'
  return 'state' in decision.rejection ? decision.rejection.state : decision.rejection.kind
}

const ONE = announce([row('A', 5)])

describe('a notice', () => {
  it.each<[what: string, before: NoticeCommand[], command: NoticeCommand, answer: string]>([
    ['is made', [], ONE, 'accepted'],
    ['is the same again', [ONE], ONE, 'replayed'],
    ['is announced anew', [ONE], announce([row('A', 6)]), 'accepted'],
    ['is announced anew once confirmed', [ONE, act('confirm_notice')], announce([row('B', 6)]), 'accepted'],
    [
      'keeps its location',
      [ONE],
      announce([row('A', 5)], { location: 'FAR' }),
      "for NEAR, which can't be changed",
    ],
    [
      'stays what it is',
      [ONE],
      announce([row('A', 5)], { isReturn: true }),
      "not a return, which can't be changed",
    ],
    ['goes to a location that there is', [], announce([row('A', 5)], { location: 'NOWHERE' }), 'not_found'],
    ['is confirmed', [ONE], act('confirm_notice'), 'accepted'],
    ['is confirmed once', [ONE, act('confirm_notice')], act('confirm_notice'), 'replayed'],
    ['is not confirmed late', [ONE, receive([1, 'A', 1])], act('confirm_notice'), 'receiving'],
    ['is counted', [ONE], receive([1, 'A', 5]), 'accepted'],
    ['is counted once', [ONE, receive([1, 'A', 5])], receive([1, 'A', 5]), 'replayed'],
    ['is counted as it was read', [ONE], { ...receive([1, 'A', 5]), version: 1 }, 'accepted'],
    [
      'is not counted on top of what another one received',
      [ONE, receive([1, 'A', 5])],
      { ...receive([1, 'A', 3]), version: 1 },
      'at version 2, not 1: it has changed meanwhile',
    ],
    [
      'has not got what another one counted alike',
      [ONE, receive([1, 'A', 5])],
      { ...receive([1, 'A', 5]), version: 1 },
      'at version 2, not 1: it has changed meanwhile',
    ],
    ['may hold more', [ONE], receive([1, 'A', 50]), 'accepted'],
    ['has only its rows', [ONE], receive([2, 'A', 5]), 'not_found'],
    ['has a row of that SKU', [ONE], receive([1, 'B', 5]), 'not_found'],
    ['is of items that there are', [announce([row('X', 1)])], receive([1, 'X', 1]), 'not_found'],
    ['is too late to be changed', [ONE, receive([1, 'A', 1])], announce([row('A', 6)]), 'receiving'],
    ['is not closed unseen', [ONE], act('close_notice'), 'announced'],
    ['is closed', [ONE, receive()], act('close_notice'), 'accepted'],
    ['is not counted once closed', [ONE, receive(), act('close_notice')], receive([1, 'A', 1]), 'closed'],
    ['is withdrawn', [ONE], act('withdraw_notice'), 'accepted'],
    ['is withdrawn uncounted', [ONE, receive()], act('withdraw_notice'), 'accepted'],
    ['is not withdrawn counted', [ONE, receive([1, 'A', 1])], act('withdraw_notice'), 'receiving'],
    ['is there', [], act('withdraw_notice'), 'not_found'],
    ['is there to be counted', [], receive([1, 'A', 1]), 'not_found'],
  ])('%s', (_what, before, command, answer) => {
    const story = new Story()
    for (const one of before) story.do(one)
    expect(told(story.decide(command))).toBe(answer)
  })

  it('takes back what is free, and names what is not', () => {
    const story = new Story()
    story.do(announce([row('A', 5), row('B', 1), row('A', 5)]))
    story.do(receive([1, 'A', 5], [3, 'A', 5]))
    story.place({
      accountId: 2,
      lines: [['A', 7]],
      ownGoods: true,
      onlyLocation: 'NEAR',
      payment: 'elsewhere',
    })
    const refused = story.decide(receive([1, 'A', 2], [3, 'A', 4]))
    expect(refused).toMatchObject({
      ok: false,
      rejection: { kind: 'stock_out_of_range', sku: 'A', location: 'NEAR' },
    })
    story.do(receive([1, 'A', 2]))
    expect(story.snapshot.levelsOf(1, 'A')).toEqual([
      { ownerId: 1, sku: 'A', location: 'NEAR', onHand: 7, reserved: 7 },
    ])
    expect(story.effects.at(-1)?.movements).toEqual([
      { ownerId: 1, sku: 'A', location: 'NEAR', quantity: -3, onHand: 7, reason: 'inbound notice N-1' },
    ])
  })

  it('moves pieces from row to row without a movement', () => {
    const story = new Story()
    story.do(announce([row('A', 5), row('A', 5)]))
    story.do(receive([1, 'A', 5]))
    story.do(receive([1, 'A', 2], [2, 'A', 3]))
    expect(story.effects.at(-1)).toMatchObject({
      levels: [],
      movements: [],
      notices: [{ written: [{}, {}] }],
    })
  })

  it('refuses more than a level can hold', () => {
    const story = new Story()
    story.do(announce([row('A', 5), row('A', 5)]))
    story.do(receive([1, 'A', 2_000_000_000]))
    expect(told(story.decide(receive([2, 'A', 147_483_648])))).toBe('stock_out_of_range')
  })
})

const rows = fc.array(
  fc.tuple(fc.constantFrom('A', 'B'), fc.integer({ min: 1, max: 9 }), fc.constantFrom(null, 'p', 'q')),
  { minLength: 1, maxLength: 5 },
)
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('announce' as const), rows, far: fc.nat(9) }) },
  {
    weight: 8,
    arbitrary: fc.record({ what: fc.constant('receive' as const), nth: fc.nat(4), count: fc.nat(12) }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constantFrom('confirm', 'close', 'withdraw') }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('sell' as const), count: fc.integer({ min: 1, max: 6 }) }),
  },
)

describe('notices in any order', () => {
  it('keep stock, moves and numbers sound', () => {
    console.log(`seed ${SEED}`)
    let accepted = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 40, size: 'max' }), (steps) => {
        const snapshot = openShop()
        const moment = new Counting(START)
        const places = new Map<number, string>()
        let sold = 0
        for (const one of steps) {
          const before = snapshot.notices.get(noticeKey(2, NAME))
          if (one.what === 'sell' && 'count' in one) {
            const level = snapshot.levelsOf(1, 'A')[0]
            const free = (level?.onHand ?? 0) - (level?.reserved ?? 0)
            if (free < one.count) continue
            const change = {
              ownerId: 1,
              sku: 'A',
              location: level?.location ?? '',
              onHand: 0,
              reserved: one.count,
              isNew: false,
            }
            const none = { placed: [], changed: [], movements: [], entries: [], events: [], queues: [] }
            snapshot.apply({ ...none, levels: [change] })
            sold += one.count
            continue
          }
          const decision = frozen(decide(snapshot, frozen(commandOf(one, before)), moment))
          if (!decision.ok || decision.replayed) continue
          accepted += 1
          snapshot.apply(decision.effects)
          const after = noticeOf({ snapshot })
          expect(after.version).toBe((before?.version ?? 0) + 1)
          if (before !== undefined && before.status !== after.status) {
            expect(NOTICE_MOVES[before.status]).toContain(after.status)
          }
          // A row's number stays with its SKU and its box.
          for (const { rowNumber, sku, boxNumber } of after.rows) {
            const place = `${sku} ${boxNumber}`
            expect(places.get(rowNumber) ?? place).toBe(place)
            places.set(rowNumber, place)
          }
          expect(new Set(after.rows.map((each) => each.rowNumber)).size).toBe(after.rows.length)
          for (const sku of ['A', 'B']) {
            const [level] = snapshot.levelsOf(1, sku)
            const counted = sum(after.rows.filter((each) => each.sku === sku).map((each) => each.received))
            expect(level?.onHand ?? 0).toBe(counted)
            expect(level?.reserved ?? 0).toBe(sku === 'A' ? sold : 0)
            expect(counted).toBeGreaterThanOrEqual(level?.reserved ?? 0)
          }
        }
      }),
      { seed: SEED, numRuns: 500 },
    )
    expect(accepted).toBeGreaterThan(2_000)
  })
})

function commandOf(
  one: { what: string; nth?: number; count?: number; far?: number; rows?: readonly Drawn[] },
  notice?: InboundNotice,
) {
  switch (one.what) {
    case 'announce':
      return announce(
        (one.rows ?? []).map(([sku, quantity, box]) => row(sku, quantity, box)),
        one.far === 0 ? { location: 'FAR' } : {},
      )
    case 'receive': {
      const known: readonly NoticeRow[] = notice?.rows ?? []
      const counted = known[(one.nth ?? 0) % Math.max(1, known.length)]
      return receive([counted?.rowNumber ?? 1, counted?.sku ?? 'A', one.count ?? 0])
    }
    case 'confirm':
      return act('confirm_notice')
    case 'close':
      return act('close_notice')
    default:
      return act('withdraw_notice')
  }
}

type Drawn = readonly [sku: string, quantity: number, box: string | null]

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
