/**
 * Golden exchanges, served: every dialect's `examples/<case>` is sent as it stands to a demo that nobody has touched,
 * and the answer is held against the printed one. `case.json` says which values can't be equal, such as ids and times.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoHub, startDemoHub } from '../support/demo-hub.js'
import { FAMILIES, fill, type Golden, goldensOf } from '../support/golden.js'
import { recordEngine } from '../support/golden-record.js'
import { knownBefore, sendGolden, startFor } from '../support/golden-send.js'
import { differences } from '../support/printed.js'

let demo: DemoHub

beforeAll(async () => {
  demo = await startDemoHub()
})
afterAll(() => demo.close())

describe.each(FAMILIES)('%s', (family) => {
  test.each(goldensOf(family).map((each) => [each.name, each.one.title, each] as const))(
    '%s: %s',
    async (_name, _title, each) => {
      if (process.env.RECORD === '1') return record(each)
      const { one } = each
      const own = await startFor(demo, each)
      const known = await knownBefore(own, each)
      const answer = await sendGolden(own.hub.url, each, known)
      expect(differences(fill(each.response, known), answer.text, one), answer.text).toEqual([])
      expect(answer.status).toBe(one.status)
      expect(answer.type).toBe('application/json; charset=utf-8')
      await own.close()
    },
  )
})

/** On a hub of its own, so that numbers are the same each time. */
async function record(each: Golden): Promise<void> {
  const own = await startDemoHub()
  await recordEngine(own, each, await knownBefore(own, each))
  await own.close()
}
