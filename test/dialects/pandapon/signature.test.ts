// The vectors of facts/pandapon.md §2.4 and the acceptance cases 2 to 9 of §15: who is let in by which headers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signatureOf } from '../../../src/dialects/pandapon/auth.js'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { createOrder, fresh, openPandapon, type PandaponClient } from '../../support/pandapon.js'

let hub: TestHub
let client: PandaponClient

beforeAll(async () => {
  hub = await startTestHub()
  client = await openPandapon(hub, hub.now)
})

afterAll(() => hub.close())

describe('signature', () => {
  const KEY = '58c0201dfdf148eca63cbf6bb5e7cf03'
  const MS = '1715669977082'
  test.each([
    [1, KEY, MS, 'nonce-str', 'testsecret', '9B59662E2D789D1C2E2B45E1A1120471'],
    [2, KEY, '1715669977', 'nonce-str', 'testsecret', 'B236940A89EBDFB052F11469B84F785E'],
    [3, KEY, MS, '', 'testsecret', 'C25639E95B359B6F50085B9829FDB0C3'],
    [4, KEY, MS, '0f8fad5bd9cb469fa16570867728950e', 'testsecret', '0632F4A9EE910D153CCF4F4EC8E37EEB'],
    [5, KEY, MS, 'nonce-str', 's+/= é密', '3C13476B4A7B58F3764EEA8471999E89'],
    [6, KEY, '1715669977000', 'nonce-str', 'testsecret', 'F2DCBA69CA089F0D95FE1FB418CD007F'],
    [7, KEY.toUpperCase(), MS, 'nonce-str', 'testsecret', '690EB43E04FFDC75F24B1C12F6E3B2DE'],
  ])('vector %i', (_number, key, timestamp, nonce, secret, signature) => {
    expect(signatureOf(key, timestamp, nonce, secret)).toBe(signature)
  })

  test('vector 8: another order of the parts gives another signature', () => {
    expect(signatureOf(KEY, MS, 'nonce-str', 'testsecret')).not.toBe('729204AD3794B33196EDB937ECD0589D')
  })

  const code = async (headers: Record<string, string>) =>
    (await client.post('/open/order', createOrder(undefined, fresh()), headers)).body.code

  test('2, 3 and 8: lower case is accepted, a wrong signature and a foreign user are not', async () => {
    const good = client.headers()
    expect(await code({ ...good, signature: (good.signature ?? '').toLowerCase() })).toBe(200)
    for (let at = 0; at < 32; at++) {
      const sent = good.signature ?? ''
      const signature = `${sent.slice(0, at)}${sent[at] === '0' ? '1' : '0'}${sent.slice(at + 1)}`
      expect(await code({ ...good, signature })).toBe(40104)
    }
    expect(await code({ ...good, 'user-id': '2100007341207' })).toBe(40301)
    const other = await openPandapon(hub, hub.now)
    expect(await code({ ...good, 'access-key': other.accessKey })).toBe(40104)
    expect(await code({ ...good, 'access-key': '0'.repeat(32) })).toBe(40102)
    expect(await code({ ...good, 'access-key': (good['access-key'] ?? '').toUpperCase() })).toBe(40102)
  })

  test('each header but the nonce is needed', async () => {
    for (const name of ['access-key', 'timestamp', 'user-id', 'signature']) {
      const { [name]: _left, ...others } = client.headers()
      const { body } = await client.post('/open/order', createOrder(), others)
      expect(body).toMatchObject({ code: 40101, msg: expect.stringContaining(name), data: null })
    }
  })

  const signedAt = (timestamp: string, nonce?: string) => {
    const signature = signatureOf(client.accessKey, timestamp, nonce ?? '', client.accessSecret)
    const headers = { 'access-key': client.accessKey, timestamp, 'user-id': client.userId, signature }
    return nonce === undefined ? headers : { ...headers, 'nonce-str': nonce }
  }

  test('4, 5, 6 and 7: 600 seconds, in seconds or milliseconds, with a nonce or without', async () => {
    expect(await code(signedAt(String(hub.now() - 600_000), 'n'))).toBe(200)
    expect(await code(signedAt(String(hub.now() - 601_000), 'n'))).toBe(40103)
    expect(await code(signedAt(String(hub.now() + 600_000), 'n'))).toBe(200)
    expect(await code(signedAt(String(hub.now() + 601_000), 'n'))).toBe(40103)
    const seconds = Math.floor(hub.now() / 1000)
    expect(await code(signedAt(String(seconds), 'n'))).toBe(200)
    expect(await code(signedAt(String(seconds - 600), 'n'))).toBe(200)
    expect(await code(signedAt(String(seconds - 601), 'n'))).toBe(40103)
    expect(await code(signedAt(String(hub.now())))).toBe(200)
    expect(await code(signedAt(`${hub.now()}.0`, 'n'))).toBe(40103)
    expect(await code(signedAt('123', 'n'))).toBe(40103)
  })

  test('9: neither body nor user is signed', async () => {
    const headers = client.headers()
    for (const change of [fresh(), fresh()]) {
      const { body } = await client.post('/open/order', createOrder(undefined, change), headers)
      expect(body.code).toBe(200)
    }
  })

  test('a revoked key is refused within a second', async () => {
    const other = await openPandapon(hub, hub.now)
    await hub.pool.query(`update credentials set revoked_at = now() where tenant_id = $1`, [other.tenantId])
    const { body } = await other.post('/open/order', createOrder())
    expect(body).toMatchObject({ code: 40102, developId: '' })
  })
})
