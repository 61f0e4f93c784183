/** Routing by the rules of facts/kakaclo.md §10: which location ships which part of which line. */
import { describe, expect, it } from 'vitest'
import type { StockLocation } from '../../src/order/catalogue.js'
import { type RoutingPolicyName, rankLocations, route } from '../../src/order/routing.js'

const G004 = location('G004', 'CN', 100)
const G006 = location('G006', 'CN', 100)
const G007 = location('G007', 'CN', 1)
const H008 = location('H008', 'US', 100)

function location(code: string, country: string, priority: number): StockLocation {
  return { code, number: 1, name: code, country, region: null, priority, enabled: true }
}

type Wish = readonly [sku: string, quantity: number, wishedLocation?: string]
type Stock = Readonly<Record<string, Readonly<Record<string, number>>>>

interface Case {
  readonly title: string
  readonly wishes: readonly Wish[]
  readonly stock: Stock
  /** `<line><location> <quantity>`, or what is short. */
  readonly expected: readonly string[]
  readonly country?: string
  readonly policy?: RoutingPolicyName
  /** The locations that can ship there; all if not given. */
  readonly eligible?: readonly StockLocation[]
}

const CASES: readonly Case[] = [
  {
    title: 'one location takes all, the nearest that holds all',
    wishes: [
      ['A', 1],
      ['B', 1],
    ],
    stock: { A: { H008: 1, G007: 1, G006: 1 }, B: { G007: 1, G006: 1 } },
    expected: ['1 G007 1', '2 G007 1'],
  },
  {
    title: 'the same country as the address goes first',
    wishes: [['A', 1]],
    stock: { A: { G007: 9, H008: 1 } },
    expected: ['1 H008 1'],
  },
  {
    title: 'then the default location, then the code',
    wishes: [['A', 2]],
    stock: { A: { G004: 1, G006: 2, G007: 1 } },
    country: 'FR',
    expected: ['1 G006 2'],
  },
  {
    title: 'where none holds all, each line goes whole where it can',
    wishes: [
      ['A', 2],
      ['B', 1],
    ],
    stock: { A: { G007: 2, H008: 1 }, B: { H008: 1 } },
    expected: ['1 G007 2', '2 H008 1'],
  },
  {
    title: 'a line that no location holds is filled from best to worst',
    wishes: [['A', 4]],
    stock: { A: { G006: 2, G007: 1, H008: 2 } },
    expected: ['1 H008 2', '1 G007 1', '1 G006 1'],
  },
  {
    title: 'lines of one SKU are counted together',
    wishes: [
      ['A', 2],
      ['A', 2],
    ],
    stock: { A: { G007: 3 } },
    expected: ['short A 4 3'],
  },
  {
    title: 'stock where nothing can be shipped from does not count',
    wishes: [['A', 1]],
    stock: { A: { H008: 1 } },
    eligible: [G004, G006, G007],
    expected: ['short A 1 0'],
  },
  {
    title: 'a wish that can be met goes before everything else',
    wishes: [
      ['A', 1, 'G006'],
      ['B', 1],
    ],
    stock: { A: { G006: 1, H008: 1 }, B: { H008: 1 } },
    expected: ['1 G006 1', '2 H008 1'],
  },
  {
    title: 'a wish for more than the location holds falls to the ranking',
    wishes: [['A', 2, 'G006']],
    stock: { A: { G006: 1, H008: 2 } },
    expected: ['1 H008 2'],
  },
  {
    title: 'an unknown location stands for the default one',
    wishes: [['A', 1, 'NOPE']],
    stock: { A: { G007: 1, H008: 1 } },
    expected: ['1 G007 1'],
  },
  {
    title: 'and, where the default one can not ship, for none',
    wishes: [
      ['A', 1, 'NOPE'],
      ['B', 1],
    ],
    stock: { A: { G004: 1, H008: 1 }, B: { H008: 1 } },
    eligible: [{ ...G004, priority: 50 }, H008],
    expected: ['1 H008 1', '2 H008 1'],
  },
  {
    title: 'by location_priority the address does not matter',
    wishes: [['A', 1]],
    stock: { A: { G007: 1, H008: 1 } },
    policy: 'location_priority',
    expected: ['1 G007 1'],
  },
  {
    title: 'by nearest an order may split for the sake of the address',
    wishes: [
      ['A', 1],
      ['B', 1],
    ],
    stock: { A: { G007: 1, H008: 1 }, B: { G007: 1 } },
    policy: 'nearest',
    expected: ['1 H008 1', '2 G007 1'],
  },
]

describe('routing', () => {
  it.each(CASES)(
    '$title',
    ({ wishes, stock, expected, country = 'US', policy = 'fewest_splits', eligible }) => {
      const all = [G004, G006, G007, H008]
      const routed = route(
        policy,
        wishes.map(([sku, quantity, wishedLocation = null], index) => ({
          lineNumber: index + 1,
          sku,
          quantity,
          wishedLocation,
        })),
        rankLocations(policy, eligible ?? all, country),
        new Map(all.map((one) => [one.code, one])),
        (sku) =>
          Object.entries(stock[sku] ?? {}).map(([code, onHand]) => ({
            ownerId: 1,
            sku,
            location: code,
            onHand,
            reserved: 0,
          })),
      )
      if ('shortage' in routed) {
        const { line, asked, available } = routed.shortage
        expect([`short ${line.sku} ${asked} ${available}`]).toEqual(expected)
        return
      }
      expect(
        routed.allocations.map((one) => `${one.line.lineNumber} ${one.location.code} ${one.quantity}`),
      ).toEqual(expected)
    },
  )
})
