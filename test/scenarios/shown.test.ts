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
  const lines = ['{', '  "code": 1,', `  "data": { "list": ${list}, "total": 2 }`, '}']
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
