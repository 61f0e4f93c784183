/**
 * Golden exchanges, served: every dialect's `examples/<case>` is sent as it stands to a hub of its own, and the answer
 * is held against the printed one. `case.json` says which values can't be equal, such as ids and times.
 */
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { dialects } from '../../src/dialects/index.js'
import { type DemoHub, startDemoHub } from '../support/demo-hub.js'
import { FAMILIES, fill, type Golden, golden, goldensOf } from '../support/golden.js'
import { recordEngine } from '../support/golden-record.js'
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
        known[earlier] = JSON.parse((await send(golden(family, earlier), known)).text)
      }
      if (process.env.RECORD === '1') {
        await recordEngine(demo, each, known)
        return
      }
      const answer = await send(each, known)
      expect(differences(fill(each.response, known), answer.text, one), answer.text).toEqual([])
      expect(answer.status).toBe(one.status)
      expect(answer.type).toBe('application/json; charset=utf-8')
    },
  )
})

async function send({ family, one, request }: Golden, known: Readonly<Record<string, unknown>>) {
  const body = request === undefined ? undefined : fill(request, known)
  const filled = (texts: Record<string, string>) =>
    Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, fill(value, known)]))
  const [path = '', query = ''] = fill(one.path, known).split('?')
  const parameters = new URLSearchParams(query)
  const headers = filled(one.headers)
  if (one.signed !== undefined) {
    const credential = { ...(known.credentials as Record<string, string>), ...filled(one.signed) }
    const outgoing = { query: Object.fromEntries(parameters), body: body ?? '' }
    const { auth } = dialects.find((each) => each.family === family) ?? {}
    const signature = auth?.sign(credential, outgoing, Date.now())
    Object.assign(headers, signature?.headers)
    for (const [key, value] of Object.entries(signature?.query ?? {})) parameters.set(key, value)
  }
  const search = parameters.size === 0 ? '' : `?${one.signed === undefined ? query : parameters}`
  const response = await fetch(`${demo?.hub.url}${path}${search}`, {
    method: one.method,
    headers,
    ...(body === undefined ? {} : { body }),
  })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}
