// Imports of what is no such file, and broken requests for imports and exports: each is told what is wrong with it.
import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inParallel, mangle, seeded } from '../support/mangle.js'
import { plainFetch } from '../support/plain-fetch.js'
import { file, HEADER, type ImportDesk, type Json, openImportDesk, row } from './import-desk.js'
import { openTenant, stockShop } from './native-client.js'

let hub: ImportDesk['hub']
let client: ImportDesk['client']
let send: ImportDesk['send']
let over: ImportDesk['over']
let found: ImportDesk['found']
let expectSound: ImportDesk['expectSound']

beforeAll(async () => {
  ;({ hub, client, send, over, found, expectSound } = await openImportDesk())
})

afterAll(async () => {
  await expectSound()
  await hub.close()
})

describe('a file that is no such file', () => {
  test.each([
    ['sku,quantity\n1,2\n', /^line 1: sellerOrderNumber is required/],
    [`${HEADER},colour\n`, /^line 1: colour is no column/],
    [`${HEADER},sku\n`, /^line 1: sku is there twice/],
    [`${HEADER.replaceAll(',', ';')}\n`, /^line 1: sellerOrderNumber;recipient.* is no column/],
    ['\n\n', /^line 1: is missing: the first line names the columns/],
    ['\0\0\0', /^line 1/],
  ])('fails with what is wrong: %#', async (content, problem) => {
    const { record, faults } = await over(await send(content))
    expect(record).toMatchObject({ state: 'failed', accepted: 0, problem: expect.stringMatching(problem) })
    expect(faults).toMatchObject([{ line: 1 }])
  })

  test('what stands before a broken quote is taken in', async () => {
    const { record } = await over(await send(file(row('F-1'), 'F-2,"Ann,US', row('F-3'))))
    expect(record).toMatchObject({
      state: 'failed',
      problem: 'line 3: a quote that is opened here is never closed',
    })
    expect(await found('F-3')).toEqual([])
  })

  test('bytes that are no UTF-8 are refused by row; a header alone is an empty import', async () => {
    const latin = Buffer.from(file(row('G-1').replace('Ann', 'Zoë'), row('G-2')), 'latin1')
    const { record, faults } = await over(await send(latin))
    expect(record).toMatchObject({ accepted: 1, refused: 1 })
    expect(faults).toMatchObject([
      { line: 2, column: 'recipient', problem: expect.stringContaining('UTF-8') },
    ])
    const empty = await over(await send(HEADER))
    expect(empty.record).toMatchObject({ state: 'finished', rowsRead: 0, accepted: 0, refused: 0 })
  })

  test('no body, and no kind, are refused at once', async () => {
    expect(await send('')).toMatchObject({ status: 400, body: { code: 'unreadable_body' } })
    expect(await send(file(), '')).toMatchObject({ status: 422, body: { field: 'kind' } })
    expect(await send(file(), 'kind=cats')).toMatchObject({ status: 422, body: { field: 'kind' } })
    expect(await send(file(), 'kind=stock&account=no')).toMatchObject({
      status: 422,
      body: { field: 'account' },
    })
    expect((await client.get('/v1/imports/999999')).status).toBe(404)
    expect((await client.get('/v1/imports/x')).status).toBe(422)
  })

  test('a body that is cut off leaves nothing behind', async () => {
    const before = (await client.get('/v1/imports')).body.data?.length
    await new Promise<void>((resolve) => {
      const cut = httpRequest(`${hub.url}/v1/imports?kind=orders`, {
        method: 'POST',
        headers: { authorization: `Bearer ${client.apiKey}`, 'content-length': 1_000_000 },
      })
      cut.on('error', () => resolve())
      cut.write(file(row('H-1')), () => cut.destroy(new Error('cut')))
    })
    // Whatever was noted of it is gone again.
    for (;;) {
      const { body } = await client.get('/v1/imports')
      if (body.data?.some((one) => one.state === 'receiving')) continue
      expect(body.data).toHaveLength(before ?? -1)
      break
    }
    expect(await found('H-1')).toEqual([])
  })
})

test('2,000 broken requests are refused in words', { timeout: 120_000 }, async () => {
  // In a tenant of their own: what is exported each time over is little there.
  const own = await openTenant(hub)
  await stockShop(own)
  const as = { authorization: `Bearer ${own.apiKey}` }
  const { body: begun } = await send(file(row('A-1'), row('A-2', 'NONE')), 'kind=orders', as)
  expect((begun as Json).id).toBe(1)
  const random = seeded(20260118)
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const names = [
    'kind',
    'account',
    'dryRun',
    'limit',
    'cursor',
    'createdFrom',
    'orderStatus',
    '__proto__',
    'x',
  ]
  const values = [
    '',
    'orders',
    'stock',
    'true',
    '1',
    '-1',
    '1e9',
    'x'.repeat(300),
    '%00',
    '%F0%9F',
    'null',
    '[]',
  ]
  const paths = [
    'imports',
    'imports/1',
    'imports/1/faults',
    'imports/x/cancel',
    'exports/orders',
    'exports/stock',
  ]
  const bad = Array.from({ length: 2_000 }, () => {
    const query = Array.from({ length: Math.floor(random() * 3) }, () => `${one(names)}=${one(values)}`)
    const posts = random() < 0.3
    const path = posts ? one(['imports', 'imports/1/cancel', 'imports/0/cancel']) : one(paths)
    const body = posts ? mangle({ kind: 'orders', rows: [1] } as never, random).body : undefined
    return { path: `/v1/${path}?${query.join('&')}`, method: posts ? 'POST' : 'GET', body }
  }).filter(({ method, path }) => method === 'GET' || !/kind=(orders|stock)/.test(path))
  await inParallel(bad, 8, async ({ path, method, body }) => {
    const response = await plainFetch(hub.url + path, {
      method,
      headers: as,
      ...(body === undefined ? {} : { body }),
    })
    const text = await response.text()
    expect(response.status, `${method} ${path} ${text.slice(0, 200)}`).toBeLessThan(500)
    if (response.status >= 400) expect(JSON.parse(text), path).toMatchObject({ status: response.status })
  })
})
