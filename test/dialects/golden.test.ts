/**
 * Golden exchanges, served: every dialect's `examples/<case>` is sent as it stands to a hub of its own, and the answer
 * is held against the printed one. `case.json` says which values can't be equal, such as ids and times.
 */
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { type DemoHub, startDemoHub } from '../support/demo-hub.js'
import { FAMILIES, fill, golden, goldensOf } from '../support/golden.js'
import { recordEngine } from '../support/golden-record.js'
import { sendGolden } from '../support/golden-send.js'
import { differences } from '../support/printed.js'

let demo: DemoHub | undefined
let isTouched = false

async function closeHub(): Promise<void> {
  await demo?.close()
  demo = undefined
}

// Reading changes nothing, nor does a refusal: only after other cases is a fresh hub needed.
afterEach(() => (isTouched ? closeHub() : undefined))
afterAll(closeHub)

describe.each(FAMILIES)('%s', (family) => {
  test.each(goldensOf(family).map((each) => [each.name, each.one.title, each] as const))(
    '%s: %s',
    async (_name, _title, each) => {
      const { one } = each
      isTouched = one.after !== undefined || (one.method !== 'GET' && one.status < 400)
      demo ??= await startDemoHub()
      const known: Record<string, unknown> = { credentials: demo.credentials[family] }
      for (const earlier of one.after ?? []) {
        known[earlier] = JSON.parse((await sendGolden(demo.hub.url, golden(family, earlier), known)).text)
      }
      if (process.env.RECORD === '1') {
        await recordEngine(demo, each, known)
        return
      }
      const answer = await sendGolden(demo.hub.url, each, known)
      expect(differences(fill(each.response, known), answer.text, one), answer.text).toEqual([])
      expect(answer.status).toBe(one.status)
      expect(answer.type).toBe('application/json; charset=utf-8')
    },
  )
})
