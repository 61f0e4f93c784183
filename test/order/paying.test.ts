/** Who is paid from a balance and in which turn, and who pays elsewhere. */
import { describe, expect, it } from 'vitest'
import { Story } from './corner-shop.js'

/** A costs 101 and B costs 700. Each line is a move, then the states of all orders so far and the balance. */
const PAYMENTS: readonly { title: string; moves: readonly string[] }[] = [
  {
    title: 'the money is there: paid at once, to the last cent',
    moves: ['+101: 101', 'A: paid 0'],
  },
  {
    title: 'a cent short: it waits, and keeps its stock',
    moves: ['+100: 100', 'A: waiting 100', '+1: paid 0'],
  },
  {
    title: 'a small order waits behind a large one that it could overtake',
    moves: ['+500: 500', 'B: waiting 500', 'A: waiting waiting 500'],
  },
  {
    title: 'a top-up pays the oldest first, and stops where the money ends',
    moves: [
      'B: waiting 0',
      'A: waiting waiting 0',
      'B: waiting waiting waiting 0',
      '+699: waiting waiting waiting 699',
      '+2: paid waiting waiting 1',
      '+100: paid paid waiting 0',
      '+9000: paid paid paid 8300',
    ],
  },
  {
    title: 'after the queue is paid, a new order is paid at once again',
    moves: ['B: waiting 0', '+900: paid 200', 'A: paid paid 99'],
  },
  {
    title: 'the refund of a cancelled order pays those that wait',
    moves: [
      '+700: 700',
      'B: paid 0',
      'A: paid waiting 0',
      'A: paid waiting waiting 0',
      'x1: cancelled paid paid 498',
    ],
  },
  {
    title: 'cancelling the order that the others wait for lets them pass',
    moves: [
      '+150: 150',
      'B: waiting 150',
      'A: waiting waiting 150',
      'A: waiting waiting waiting 150',
      'x1: cancelled paid waiting 49',
    ],
  },
  {
    title: 'cancelling an unpaid order in the middle gives no money back',
    moves: ['B: waiting 0', 'A: waiting waiting 0', 'x2: waiting cancelled 0', '+700: paid cancelled 0'],
  },
  {
    title: 'cancelling twice gives the money back once',
    moves: ['+101: 101', 'A: paid 0', 'x1: cancelled 101', 'x1: cancelled 101'],
  },
  {
    title: 'an order that costs nothing waits its turn, too',
    moves: ['C: paid 0', 'A: paid waiting 0', 'C: paid waiting waiting 0', '+101: paid paid paid 0'],
  },
]

describe('payment from the balance', () => {
  it.each(PAYMENTS.map(({ title, moves }) => [title, moves] as const))('%s', (_title, moves) => {
    const story = new Story().receive('A', { NEAR: 9 }).receive('B', { NEAR: 9 }).receive('C', { NEAR: 9 })
    const told = moves.map((line) => {
      const [move = ''] = line.split(':')
      if (move.startsWith('+')) story.topUp(Number(move))
      else if (move.startsWith('x')) story.cancel(Number(move.slice(1)))
      else story.place({ lines: [[move, 1]] })
      const states = [...story.snapshot.orders.values()].map(
        (order) => SHORT[`${order.orderStatus} ${order.financialStatus}`] ?? order.orderStatus,
      )
      return `${move}: ${[...states, story.balance()].join(' ')}`
    })
    expect(told).toEqual(moves)
  })
})

const SHORT: Readonly<Record<string, string>> = {
  'processing paid': 'paid',
  'waiting_payment waiting': 'waiting',
}

describe('an account that settles elsewhere', () => {
  it('never waits, pays nothing and gets nothing back', () => {
    const story = new Story().receive('A', { NEAR: 9 })
    const { orderNumber } = story.place({ accountId: 2 })
    expect(story.order(orderNumber)).toMatchObject({
      orderStatus: 'processing',
      financialStatus: 'none',
      fulfilmentStatus: 'waiting_to_ship',
      finalMinor: 101,
      details: { paidAt: null },
    })
    expect(story.order(orderNumber).fulfilmentOrders.map((part) => part.status)).toEqual(['allocated'])
    story.cancel(orderNumber, 2)
    expect(story.order(orderNumber)).toMatchObject({
      orderStatus: 'cancelled',
      refundStatus: 'none',
      refundedMinor: 0,
    })
    expect(story.effects.flatMap((effects) => effects.entries)).toEqual([])
    expect(story.balance(2)).toBe(0)
  })
})
