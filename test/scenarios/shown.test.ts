import { expect, test } from 'vitest'
import { shownAs } from './shown.js'

const ANSWER = JSON.stringify({
  code: 1,
  data: {
    list: [
      { id: '7', rows: [{ a: 1, b: 2 }] },
      { id: '8', rows: [] },
    ],
    total: 2,
  },
  requestId: 'x1',
})

test('only what is asked for, through lists, in the order of the answer', () => {
  const show = 'data.{total,list[].{rows[].b,id}},code'
  const list = '[{ "id": "7", "rows": [{ "b": 2 }] }, { "id": "8", "rows": [] }]'
  const lines = ['{', `  "code": 1, "data": { "list": ${list}, "total": 2 }`, '}']
  expect(shownAs(ANSWER, { show, varying: [] }).split('\n')).toEqual(lines)
})

test('numbers to the digit, long texts cut, what varies left out', () => {
  const text = `{"amount":22.2100,"note":"${'x'.repeat(200)}","requestId":"${'r'.repeat(9)}"}`
  const lines = shownAs(text, { varying: ['requestId'] }).split('\n')
  expect(lines).toEqual([
    '{',
    '  "amount": 22.2100,',
    `  "note": "${'x'.repeat(120)}…",`,
    '  "requestId": "…"',
    '}',
  ])
})

test('as many members on a line as fit, and what is longer on lines of its own', () => {
  const row = (id: number) => ({ id, name: 'n'.repeat(40), status: 'waiting_to_ship' })
  const text = JSON.stringify({
    data: { list: [{ a: 1, b: 'x'.repeat(60), c: 2, rows: [row(1), row(2)], d: 3 }] },
  })
  expect(shownAs(text, { at: 'data.list[0]', varying: [] }).split('\n')).toEqual([
    '{',
    `  "a": 1, "b": "${'x'.repeat(60)}", "c": 2,`,
    '  "rows": [',
    `    { "id": 1, "name": "${'n'.repeat(40)}", "status": "waiting_to_ship" },`,
    `    { "id": 2, "name": "${'n'.repeat(40)}", "status": "waiting_to_ship" }`,
    '  ],',
    '  "d": 3',
    '}',
  ])
  expect(() => shownAs(text, { at: 'data.list[1]', varying: [] })).toThrow('data.list[1]')
})
