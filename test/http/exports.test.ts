// Orders and stock as files over HTTP, written so that they can be taken in again.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { file, type ImportDesk, openImportDesk, row } from './import-desk.js'
import { ITEM, order } from './native-client.js'

let hub: ImportDesk['hub']
let client: ImportDesk['client']
let send: ImportDesk['send']
let over: ImportDesk['over']
let found: ImportDesk['found']
let counts: ImportDesk['counts']
let expectSound: ImportDesk['expectSound']

beforeAll(async () => {
  ;({ hub, client, send, over, found, counts, expectSound } = await openImportDesk())
  const placed = await over(await send(file(row('A-1', 'MUG', 2), row('A-1', 'CUP'), row('A-2'))))
  expect(placed.record).toMatchObject({ accepted: 2 })
  await client.post('/v1/orders', order(1, { sellerOrderNumber: 'A-3' }))
  await client.post('/v1/accounts', { name: 'other', currency: 'USD', stockOwner: 'shop', payment: 'none' })
  const others = 'recipient,country,sellerOrderNumber,sku,quantity,account\nAnn,US,E-1,MUG,1,other\n'
  expect((await over(await send(others))).record).toMatchObject({ accepted: 1 })
  await client.put('/v1/items/PLATE', ITEM)
  await client.post('/v1/stock-movements', { sku: 'PLATE', location: 'MAIN', quantity: 40, reason: 'test' })
})

afterAll(async () => {
  await expectSound()
  await hub.close()
})

describe('exports', () => {
  test('orders come back as they were, formulas as text', async () => {
    const nasty = `J-1,"=cmd|' /C calc'!A0",US,"+1, ""Main"" St\nRear",Reno,1,MUG,1,standard`
    await over(await send(file(nasty)))
    const answer = await fetch(`${hub.url}/v1/exports/orders?sellerOrderNumber=J-1`, {
      headers: { authorization: `Bearer ${client.apiKey}` },
    })
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const text = await answer.text()
    expect(text).toContain(`J-1,'=cmd|' /C calc'!A0,US,MUG,1,,shop,,Reno,"'+1, ""Main"" St\nRear",,1,`)
    const back = await over(await send(text))
    expect(back.record).toMatchObject({ state: 'finished', accepted: 1, repeated: 1, refused: 0 })
    expect(await found('J-1')).toMatchObject([{ address: { recipient: "=cmd|' /C calc'!A0" } }])
  })

  test('all orders, page by page; those that are over are not placed anew elsewhere', async () => {
    const rows = Array.from({ length: 1_100 }, (_, index) => row(`K-${index}`).replace(',standard', ','))
    await client.post('/v1/stock-movements', {
      sku: 'MUG',
      location: 'MAIN',
      quantity: 50_000,
      reason: 'more',
    })
    expect((await over(await send(file(...rows)))).record).toMatchObject({ accepted: 1_100 })
    const [{ orderNumber }] = await found('K-7')
    await client.post(`/v1/orders/${orderNumber}/cancel`)
    const text = await (
      await fetch(`${hub.url}/v1/exports/orders?account=shop`, {
        headers: { authorization: `Bearer ${client.apiKey}` },
      })
    ).text()
    for (const index of [0, 499, 500, 501, 1_099]) expect(text).toContain(`\r\nK-${index},`)
    const before = await counts()
    const { record, faults } = await over(await send(text))
    expect(record).toMatchObject({ state: 'finished', refused: 1 })
    expect(record.repeated).toBe(record.accepted)
    expect(faults).toMatchObject([
      { column: 'orderStatus', value: 'cancelled', problem: 'only orders that are still open can be placed' },
    ])
    expect(await counts()).toEqual(before)
  })

  test('stock levels', async () => {
    const answer = await fetch(`${hub.url}/v1/exports/stock`, {
      headers: { authorization: `Bearer ${client.apiKey}` },
    })
    const text = await answer.text()
    expect(text).toContain('sku,location,onHand,reserved,available\r\n')
    expect(text).toContain('PLATE,MAIN,40,0,40\r\n')
    const { record } = await over(await send(text, 'kind=stock'))
    expect(record).toMatchObject({ refused: 0 })
    expect(record.repeated).toBe(record.accepted)
  })
})
