// The acceptance cases 1 to 7 of facts/lingxing.md §14: how tokens are got, renewed and lost.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openLingxing } from '../../support/lingxing.js'
import { openWarehouse, type Warehouse } from '../../support/lingxing-warehouse.js'
import { longForm } from './answers.js'

const STORES = '/erp/sc/data/seller/lists'
const TOKEN = '/api/auth-server/oauth/access-token'
const REFRESH = '/api/auth-server/oauth/refresh'
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

let hub: Warehouse['hub']
let client: Warehouse['client']

beforeAll(async () => {
  ;({ hub, client } = await openWarehouse())
})

afterAll(() => hub.close())

describe('tokens', () => {
  const pair = {
    code: '200',
    msg: 'OK',
    data: {
      access_token: expect.stringMatching(UUID),
      refresh_token: expect.stringMatching(UUID),
      expires_in: 7199,
    },
  }

  test('1: multipart, query string and urlencoded give the same', async () => {
    const one = await openLingxing(hub, hub.now)
    const fields = { appId: one.appId, appSecret: one.appSecret }
    expect((await one.fetchToken()).body).toEqual(pair)
    const query = new URLSearchParams(fields)
    const byQuery = await fetch(`${hub.url}${TOKEN}?${query}`, { method: 'POST' })
    expect(await byQuery.json()).toEqual(pair)
    const urlencoded = await fetch(hub.url + TOKEN, { method: 'POST', body: query })
    expect(await urlencoded.json()).toEqual(pair)
  })

  test('2 and 3: unknown appId, wrong secret, a secret mangled on its way', async () => {
    const ask = async (fields: Record<string, string>) => (await client.form(TOKEN, fields)).body
    const { appId, appSecret } = client
    expect(await ask({ appId: 'ak_0000000000000', appSecret })).toEqual({
      code: '2001001',
      msg: 'app not exist',
      data: null,
    })
    expect(await ask({ appId, appSecret: `${appSecret}x` })).toEqual({
      code: '2001002',
      msg: 'app secret not correct',
      data: null,
    })
    const mangled = await fetch(hub.url + TOKEN, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `appId=${appId}&appSecret=ab+cd`,
    })
    expect(await mangled.json()).toEqual({
      code: '0001001',
      msg: 'rsa private decrypt error',
      data: null,
    })
  })

  test('4: a refresh token works once, without the secret; also when used twice at once', async () => {
    const one = await openLingxing(hub, hub.now)
    const first = (await one.fetchToken()).body.data
    const renew = (refreshToken: string) => one.form(REFRESH, { appId: one.appId, refreshToken })
    const renewed = await renew(first.refresh_token)
    expect(renewed.body).toEqual(pair)
    const invalid = { code: '2001009', msg: 'refresh token is invalid', data: null }
    expect((await renew(first.refresh_token)).body).toEqual(invalid)
    const twice = await Promise.all([1, 2].map(() => renew(renewed.body.data.refresh_token)))
    expect(twice.map((answer) => answer.body.code).sort()).toEqual(['200', '2001009'])
  })

  test('5 and 7: tokens live two hours', async () => {
    const one = await openLingxing(hub, hub.now)
    const { refresh_token: refreshToken } = (await one.fetchToken()).body.data
    expect((await one.get(STORES)).body.code).toBe(0)
    hub.advance(7_201_000)
    const renewed = await one.form(REFRESH, { appId: one.appId, refreshToken })
    const text = 'refresh token expired. please get access token again'
    expect(renewed.body).toEqual({ code: '2001008', msg: text, data: null })
    expect((await one.get(STORES)).body).toEqual(longForm('2001003', 'access token is missing or expire'))
    await client.fetchToken()
  })

  test('6: a newer token ends the one before it', async () => {
    const one = await openLingxing(hub, hub.now)
    const { access_token: token } = (await one.fetchToken()).body.data
    await one.fetchToken()
    const old = await one.get(STORES, {
      parameters: (parameters) => {
        parameters.access_token = token
      },
    })
    expect(old.body).toEqual({ code: '2001005', msg: ' access token not match' })
  })

  test('a token of another app is not of this one', async () => {
    const other = await openLingxing(hub, hub.now)
    const { access_token: token } = (await other.fetchToken()).body.data
    const answer = await client.get(STORES, {
      parameters: (parameters) => {
        parameters.access_token = token
      },
    })
    expect(answer.body.code).toBe('2001005')
  })
})
