// What a packing slip says of the rest of its order.
import { expect, test } from 'vitest'
import { restOf } from '../../console/src/pages/paper/rest.js'

type Written = readonly [location: string, status?: string]

const partsOf = (written: readonly Written[]) =>
  written.map(([location, status = 'allocated'], at) => ({ number: `1-${at + 1}`, location, status }))

test.each<[title: string, parts: readonly Written[], of: number, expected: object | null]>([
  ['an order in one part has no rest', [['A']], 1, null],
  ['nor has one whose other part is cancelled', [['A'], ['B', 'cancelled']], 1, null],
  ['another warehouse has it', [['A'], ['B']], 1, { part: 1, parts: 2, locations: 1, isElsewhere: true }],
  [
    'which may have sent it long ago',
    [['A', 'delivered'], ['B']],
    2,
    { part: 2, parts: 2, locations: 1, isElsewhere: true },
  ],
  [
    'or several have',
    [['A'], ['B'], ['C', 'shortage']],
    2,
    { part: 2, parts: 3, locations: 2, isElsewhere: true },
  ],
  [
    'or this one, in another parcel',
    [['A'], ['A']],
    2,
    { part: 2, parts: 2, locations: 0, isElsewhere: false },
  ],
  [
    'or this one and another',
    [['A'], ['A'], ['B']],
    1,
    { part: 1, parts: 3, locations: 1, isElsewhere: false },
  ],
  [
    'what is cancelled is not counted',
    [['A', 'cancelled'], ['A'], ['B']],
    3,
    { part: 2, parts: 2, locations: 1, isElsewhere: true },
  ],
  ['and has no rest itself', [['A', 'cancelled'], ['A'], ['B']], 1, null],
])('%s', (_title, written, of, expected) => {
  const parts = partsOf(written)
  const part = parts[of - 1]
  if (part === undefined) throw new Error('it is one of them')
  expect(restOf(parts, part)).toEqual(expected)
})
