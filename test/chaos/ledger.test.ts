// The chaos run's own judgement: each breach of a promise must be seen by it, or a clean run means nothing.
import { describe, expect, it } from 'vitest'
import { compareLedger, createLedger } from './ledger.mjs'

const accepted = (data: number) => ({
  status: 200,
  body: `{"code":10000,"message":"success","data":${data}}`,
})
const outOfStock = { status: 400, body: '{"code":10412,"message":"not enough stock"}' }

/** A ledger with order A acknowledged as 1, order B (scarce, 2 units) refused and order C never answered. */
function sampleLedger() {
  const ledger = createLedger()
  const a = ledger.enter('A', '{}', 0)
  const b = ledger.enter('B', '{}', 2)
  ledger.answerLost(ledger.enter('C', '{}', 0))
  ledger.answered(a, accepted(1), false)
  ledger.answered(b, outOfStock, false)
  return { ledger, a, b }
}

describe('the answers', () => {
  it('are without fault when a repeat gets the first number', () => {
    const { ledger, a } = sampleLedger()
    ledger.answered(a, accepted(1), true)
    expect(ledger.violations).toEqual([])
    expect(ledger.counts).toMatchObject({
      acknowledged: 1,
      repeatsAnswered: 1,
      refusedForStock: 1,
      lostAnswers: 1,
    })
  })

  it.each([
    ['a repeat gets another number', accepted(2), /acknowledged as 1, its repeat as 2/],
    ['a repeat is refused as a conflict', { status: 400, body: '{"code":10409}' }, /answered HTTP 400/],
    ['an ordinary order is refused for stock', outOfStock, /answered HTTP 400/],
    ['success comes without a number', { status: 200, body: '{"code":10000}' }, /answered HTTP 200/],
    ['a refusal comes with status 200', { status: 200, body: '{"code":10412}' }, /answered HTTP 200/],
  ])('are a violation when %s', (_, answer, message) => {
    const { ledger, a } = sampleLedger()
    ledger.answered(a, answer, true)
    expect(ledger.violations).toEqual([expect.stringMatching(message)])
  })

  it('are a violation when one order number is given to two orders', () => {
    const { ledger, b } = sampleLedger()
    ledger.answered(b, accepted(1), false)
    expect(ledger.violations).toEqual(['order number 1 was given to A and B'])
  })

  it('are a violation when an acknowledged order is refused for stock', () => {
    const { ledger, b } = sampleLedger()
    ledger.answered(b, accepted(2), false)
    ledger.answered(b, outOfStock, true)
    expect(ledger.violations).toEqual([expect.stringMatching(/refused for stock after/)])
  })
})

describe('the database', () => {
  const row = (sellerOrderNumber: string, orderNumber: number) => ({ sellerOrderNumber, orderNumber })

  it.each([
    ['nothing', [row('A', 1)], []],
    ['a lost order', [], [/A was acknowledged as 1 and is LOST/]],
    ['an order under another number', [row('A', 3)], [/acknowledged as 1 and is 3/]],
    [
      'an order twice',
      [row('A', 1), row('A', 4)],
      [/A is in the database twice/, /acknowledged as 1 and is 4/],
    ],
    [
      'an order number twice',
      [row('A', 1), row('B', 1)],
      [/order number 1 is .* twice/, /B is .* never acknowledged/],
    ],
    ['a refused order', [row('A', 1), row('B', 2)], [/B is .* never acknowledged \(1 refusals/]],
    ['an order that nobody sent', [row('A', 1), row('Z', 9)], [/Z is .* never sent/]],
  ])('is searched for %s', (_, rows, expected) => {
    const violations = compareLedger(sampleLedger().ledger, rows, 2)
    expect(violations).toEqual(expected.map((message) => expect.stringMatching(message)))
  })

  it('is held against the stock that there ever was', () => {
    const { ledger, b } = sampleLedger()
    ledger.answered(b, accepted(2), false)
    expect(compareLedger(ledger, [row('A', 1), row('B', 2)], 1)).toEqual([
      expect.stringMatching(/^oversold: 2 units/),
    ])
  })
})
