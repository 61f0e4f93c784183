// Any in, any out: the same scenarios for each way in and each way out. What holds is kept in results/, from which
// docs/loopback.md is written; RECORD=1 keeps what is seen.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { APIS, type ApiName } from './near.js'
import type { Pair } from './pair.js'
import { openStage, type Stage } from './stage.js'
import { SHIPPED, type Told, tell } from './story.js'

type Scenario = string
type Instead = Readonly<Partial<Record<string, Readonly<Partial<Record<Scenario, string>>>>>>

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const { scenarios, instead } = JSON.parse(readFileSync(fileOf('scenarios.json'), 'utf8')) as {
  scenarios: Readonly<Record<Scenario, string>>
  instead: Instead
}

export function testPairsFrom(from: ApiName): void {
  const held: Record<string, Record<Scenario, 'holds' | 'instead'>> = {}
  let stage: Stage

  beforeAll(async () => {
    stage = await openStage()
  })
  afterAll(() => stage.close())

  describe.each(APIS)(`${from} to %s`, (to) => {
    let told: Told
    let pair: Pair | undefined
    const results: Record<Scenario, 'holds' | 'instead'> = {}

    beforeAll(async () => {
      const done = await tell(stage, from, to)
      told = done.told
      pair = done.pair
      held[to] = results
    })
    afterAll(async () => {
      await pair?.close()
    })

    test.each(Object.entries(scenarios))('%s: %s', async (scenario) => {
      await CHECKS[scenario]?.(told, to)
      if ((SHIPPED as readonly string[]).includes(scenario)) await arrives(told, scenario)
      results[scenario] = instead[to]?.[scenario] === undefined ? 'holds' : 'instead'
    })
  })

  test('both auditors find nothing', async () => {
    expect(await stage.violations()).toEqual([])
  })

  test('what holds is what is kept', () => {
    const path = fileOf(`results/${from}.json`)
    if (process.env.RECORD === '1') {
      mkdirSync(fileOf('results'), { recursive: true })
      writeFileSync(path, `${JSON.stringify(held, null, 2)}\n`)
    }
    expect(existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}).toEqual(held)
  })
}

async function arrives({ ends, parcelsOf }: Told, number: string): Promise<void> {
  const { trackingNumbers, ...end } = ends[number] ?? { trackingNumbers: [] }
  expect(end).toMatchObject({
    copies: 1,
    standing: 'shipped',
    fulfilmentStatus: 'fully_shipped',
    part: 'handed_over',
    forwarding: { state: 'sent', problem: null },
  })
  expect([...trackingNumbers].sort()).toEqual(await parcelsOf(number))
}

const IN_DOUBT = { state: 'unknown', attempts: 1 }

const CHECKS: Readonly<Record<Scenario, (told: Told, to: ApiName) => void>> = {
  duplicate: ({ twice: [first, second] }) => expect(second).toBe(first),
  refusal: ({ tried }) => {
    expect(tried.refusal).toMatchObject({ state: 'parked', attempts: 1 })
    expect(tried.refusal?.problem).toMatch(/NOPE|7\/7|orderLineList|lines|sku/i)
  },
  lost: ({ tried }) => expect(tried.lost).toMatchObject(IN_DOUBT),
  garbage: ({ tried }) => expect(tried.garbage).toMatchObject(IN_DOUBT),
  half: ({ tried }) => expect(tried.half).toMatchObject(IN_DOUBT),
  slow: ({ tried }) => expect(tried.slow).toMatchObject(IN_DOUBT),
  wait: ({ tried, ends }) => {
    expect(tried.wait).toMatchObject({ state: 'due', attempts: 1 })
    expect(ends.wait?.forwarding.attempts).toBe(2)
  },
  cut: ({ tried, lostOnItsWay, ends }) => {
    expect(tried.cut).toMatchObject(IN_DOUBT)
    expect(lostOnItsWay).toMatchObject({ state: 'parked', attempts: 1 })
    expect(ends.cut?.forwarding.attempts).toBe(2)
  },
  cancel: ({ isCancelTaken, ends }) => {
    expect(isCancelTaken).toBe(true)
    expect(ends.cancel).toMatchObject({
      copies: 1,
      standing: 'cancelled',
      part: 'cancelled',
      forwarding: { state: 'done', problem: null },
    })
  },
  late: ({ isLateCancelTaken }) => expect(isLateCancelTaken).toBe(false),
  shortage: ({ whileShort, ends, tried }, to) => {
    if (to === 'pandapon') expect(tried.shortage).toMatchObject({ state: 'parked' })
    else expect(whileShort).toMatchObject({ copies: 1, part: 'hold' })
    const isOver = to === 'lingxing' ? 'hold' : 'allocated'
    expect(ends.shortage).toMatchObject({ copies: 1, part: isOver, forwarding: { state: 'sent' } })
  },
}
