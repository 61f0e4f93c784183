// Connections to other platforms: what is told of them, and when they are used.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ForwardingScene, type ForwardingStage, openForwardingStage } from './forwarding-stage.js'

let stage: ForwardingStage
let hub: ForwardingStage['hub']
let forwarder: ForwardingStage['forwarder']
let pass: ForwardingStage['pass']
let scene: ForwardingScene
let client: ForwardingScene['client']
let stub: ForwardingScene['stub']
let connection: ForwardingScene['connection']
let placeOrder: ForwardingScene['placeOrder']

beforeAll(async () => {
  stage = await openForwardingStage()
  ;({ hub, forwarder, pass } = stage)
})
afterAll(() => stage.close())

beforeEach(async () => {
  scene = await stage.begin()
  ;({ client, stub, connection, placeOrder } = scene)
})
afterEach(() => scene.end())

describe('connections', () => {
  test('tell neither credential nor session, and are tested', async () => {
    const shown = await client.get(`/v1/connections/${connection}`)
    expect(shown.text).not.toContain('good')
    const { rows } = await hub.pool.query('select * from connections where tenant_id = $1', [client.tenantId])
    expect(JSON.stringify(rows)).not.toContain('"good"')
    const alive = await client.post(`/v1/connections/${connection}/test`)
    expect(alive.body).toMatchObject({ alive: true, reason: null })
    await client.patch(`/v1/connections/${connection}`, { credentials: { token: 'bad' } })
    const dead = await client.post(`/v1/connections/${connection}/test`)
    expect(dead.body).toMatchObject({ alive: false, reason: 'the platform does not know the credential' })
  })

  test('a credential that can not even be sent is told, and nothing breaks', async () => {
    await client.patch(`/v1/connections/${connection}`, { credentials: { token: 'é' } })
    const dead = await client.post(`/v1/connections/${connection}/test`)
    expect(dead.body).toMatchObject({ alive: false })
    await hub.pool.query(`update connections set credential_sealed = 'x' where tenant_id = $1`, [
      client.tenantId,
    ])
    const shut = await client.post(`/v1/connections/${connection}/test`)
    expect(shut.body).toMatchObject({ alive: false, reason: expect.stringMatching(/key of this server/) })
    await placeOrder()
    await forwarder.doAllDue()
    expect(stub.orders.size).toBe(0)
  })

  test('are refused with what is wrong named', async () => {
    const good = { name: 'b', dialect: 'stub', baseUrl: stub.url, credentials: { token: 'x' } }
    const fieldOf = async (body: object) => (await client.post('/v1/connections', body)).body.field
    expect(await fieldOf({ ...good, dialect: 'none' })).toBe('dialect')
    expect(await fieldOf({ ...good, baseUrl: 'ftp://example.com' })).toBe('baseUrl')
    expect(await fieldOf({ ...good, credentials: { token: [] } })).toBe('credentials.token')
    expect(await fieldOf({ ...good, name: '12' })).toBe('name')
    expect((await client.post('/v1/connections', { ...good, name: 'warehouse' })).status).toBe(409)
    expect((await client.post('/v1/routing-rules', { connection: 'nowhere' })).body.field).toBe('connection')
  })

  test('one that is off sends nothing', async () => {
    await client.patch(`/v1/connections/${connection}`, { enabled: false })
    await placeOrder()
    await pass(1)
    expect(stub.asked).toEqual([])
  })
})
