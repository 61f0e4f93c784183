// Connections to other platforms: what is told of them, and when they are used.
import { describe, expect, test } from 'vitest'
import { forwardingScenes } from './forwarding-stage.js'

const scene = forwardingScenes()

describe('connections', () => {
  test('tell neither credential nor session, and are tested', async () => {
    const shown = await scene.client.get(`/v1/connections/${scene.connection}`)
    expect(shown.text).not.toContain('good')
    const { rows } = await scene.hub.pool.query('select * from connections where tenant_id = $1', [
      scene.client.tenantId,
    ])
    expect(JSON.stringify(rows)).not.toContain('"good"')
    const alive = await scene.client.post(`/v1/connections/${scene.connection}/test`)
    expect(alive.body).toMatchObject({ alive: true, reason: null })
    await scene.client.patch(`/v1/connections/${scene.connection}`, { credentials: { token: 'bad' } })
    const dead = await scene.client.post(`/v1/connections/${scene.connection}/test`)
    expect(dead.body).toMatchObject({ alive: false, reason: 'the platform does not know the credential' })
  })

  test('a credential that can not even be sent is told, and nothing breaks', async () => {
    await scene.client.patch(`/v1/connections/${scene.connection}`, { credentials: { token: 'é' } })
    const dead = await scene.client.post(`/v1/connections/${scene.connection}/test`)
    expect(dead.body).toMatchObject({ alive: false })
    await scene.hub.pool.query(`update connections set credential_sealed = 'x' where tenant_id = $1`, [
      scene.client.tenantId,
    ])
    const shut = await scene.client.post(`/v1/connections/${scene.connection}/test`)
    expect(shut.body).toMatchObject({ alive: false, reason: expect.stringMatching(/key of this server/) })
    await scene.placeOrder()
    await scene.forwarder.doAllDue()
    expect(scene.stub.orders.size).toBe(0)
  })

  test('are refused with what is wrong named', async () => {
    const good = { name: 'b', dialect: 'stub', baseUrl: scene.stub.url, credentials: { token: 'x' } }
    const fieldOf = async (body: object) => (await scene.client.post('/v1/connections', body)).body.field
    expect(await fieldOf({ ...good, dialect: 'none' })).toBe('dialect')
    expect(await fieldOf({ ...good, baseUrl: 'ftp://example.com' })).toBe('baseUrl')
    expect(await fieldOf({ ...good, credentials: { token: [] } })).toBe('credentials.token')
    expect(await fieldOf({ ...good, name: '12' })).toBe('name')
    expect((await scene.client.post('/v1/connections', { ...good, name: 'warehouse' })).status).toBe(409)
    expect((await scene.client.post('/v1/routing-rules', { connection: 'nowhere' })).body.field).toBe(
      'connection',
    )
  })

  test('one that is off sends nothing', async () => {
    await scene.client.patch(`/v1/connections/${scene.connection}`, { enabled: false })
    await scene.placeOrder()
    await scene.pass(1)
    expect(scene.stub.asked).toEqual([])
  })
})
