// Who may ask what: tokens, what they are bound to, and paths (facts/apicenter.md §1).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SECOND_DIALECT } from '../../support/apicenter.js'
import { fresh, ORDER, type OrderDesk, openOrderDesk } from './order-desk.js'

let hub: OrderDesk['hub']
let client: OrderDesk['client']
let create: OrderDesk['create']
let rows: OrderDesk['rows']
let refused: OrderDesk['refused']
let expectSound: OrderDesk['expectSound']

beforeAll(async () => {
  ;({ hub, client, create, rows, refused, expectSound } = await openOrderDesk())
})

afterAll(async () => {
  await expectSound()
  await hub.close()
})

describe('who asks', () => {
  test('without a token or with an unknown one: HTTP 401', async () => {
    const answer = await client.post(ORDER, fresh(), `${client.token}x`)
    expect(answer).toMatchObject({ status: 401, body: { code: 401 } })
  })

  test('a token that is bound names no other shop, type or warehouse', async () => {
    const token = await client.newToken({ clients: ['CK2023', '20/2'], centres: ['CKMX'] })
    const by = { ...client, post: (path: string, body: unknown) => client.post(path, body, token) }
    expect((await create(fresh(), by)).body.code).toBe(0)
    expect((await create(fresh({}, SECOND_DIALECT), by)).body.code).toBe(0)
    await refused(fresh({ client_code: 'other' }), 403, /^client_code: other/, by)
    await refused(fresh({ client_type: 1 }, SECOND_DIALECT), 403, /^client_code: 20/, by)
    await refused(fresh({ centre_code: 'G006' }), 403, /^centre_code: G006/, by)
    expect((await by.post(`${ORDER}/list`, { client_code: 'other' })).body.code).toBe(403)
  })

  test('shops have numbers of their own', async () => {
    const body = fresh({ real_time_response: true })
    const before = await rows()
    for (const shop of [{}, { client_code: 'CK2024' }, { client_type: 2 }]) {
      expect((await create({ ...body, ...shop })).body.code).toBe(0)
    }
    expect(await rows()).toBe(before + 3)
  })

  test('only POST, and only known paths', async () => {
    const headers = { Authorization: `Bearer ${client.token}` }
    const wrongMethod = await fetch(hub.url + ORDER, { headers })
    const { code } = (await wrongMethod.json()) as { code: number }
    expect([wrongMethod.status, code]).toEqual([405, 405])
    const unknown = await fetch(`${hub.url}/apicenter/api/nothing`, { method: 'POST', headers })
    const answer = (await unknown.json()) as { code: number }
    expect([unknown.status, answer.code]).toEqual([404, 404])
  })
})
