// Lingxing: one request of an AppId may be under way on a path, so each connection has an AppId of its own. The sign
// covers the body, so all requests of a run are written and signed before it begins.
import { createCipheriv, createHash } from 'node:crypto'
import { cities, mix, names, pick, randomOf, spreadSku, streets, unnumbered } from '../orders.mjs'

const path = '/order/amzod/api/createOrder'
const tokenPath = '/api/auth-server/oauth/access-token'

/** @type {import('./index.mjs').Workload} */
export const stores = {
  name: 'lingxing',
  prepare: (hub) => Promise.all(Array.from({ length: hub.connections }, () => newApp(hub))),
  writer: orderWriter,
  // The answer tells no number.
  acknowledged: (body) => (body.startsWith('{"code":0,') ? unnumbered : 0),
}

/** @param {import('../hub.mjs').HubAccess} hub */
export async function newApp({ native, url }) {
  const made = JSON.parse(
    await native.call('POST', '/v1/credentials', { account: 'demo', dialect: 'lingxing', limit: null }),
  )
  const { appId, appSecret } = made.credential
  const query = new URLSearchParams({ appId, appSecret })
  const answer = await fetch(`${url}${tokenPath}?${query}`, { method: 'POST' })
  const { data } = /** @type {{ data: { access_token: string } }} */ (await answer.json())
  return { appId, accessToken: data.access_token }
}

/** @param {import('./index.mjs').OrderSource} source */
function orderWriter({ seed, prefix, credentials, host, connections, most, skuCount }) {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const perConnection = Math.ceil(most / connections)
  const requests = Array.from({ length: perConnection * connections }, (_, sequence) => {
    const { appId, accessToken } = credentials[sequence % connections]
    const body = orderOf(seed, sequence, `${prefix}${sequence}`, skuCount)
    const common = { access_token: accessToken, app_key: appId, timestamp }
    const query = new URLSearchParams({ ...common, sign: signOf({ ...body, ...common }, appId) })
    const text = Buffer.from(JSON.stringify(body)).toString('latin1')
    return (
      `POST ${path}?${query} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${text.length}\r\n\r\n${text}`
    )
  })
  return {
    write: (/** @type {number} */ sequence) => {
      const request = requests[sequence % requests.length]
      if (request === undefined) throw new Error('nothing has been written')
      return request
    },
    sequenceOf: (/** @type {number} */ connection, /** @type {number} */ count) =>
      connection + count * connections,
  }
}

/** @param {number} seed @param {number} sequence @param {string} number @param {number} skuCount */
function orderOf(seed, sequence, number, skuCount) {
  let random = randomOf(seed, sequence)
  const items = Array.from({ length: 1 + ((random >>> 8) % 3) }, () => {
    random = mix(random + 1)
    return { msku: spreadSku((random & 0xffffff) % skuCount), quantity_shipped: 1 + ((random >>> 24) % 3) }
  })
  return {
    store_name: '8speed-US1',
    country: '美国',
    order_id: number,
    receiver: pick(names, random),
    country_code: 'US',
    region: 'FL-Florida',
    city: pick(cities, random >>> 3),
    address1: `${1 + (random % 999)} ${pick(streets, random >>> 5)}`,
    postcode: String(10_000 + (random % 89_999)),
    phone_number: '123456',
    buyers_mailbox: '123456@gmail.com',
    order_id_for_packing: '1802',
    date_for_packing: '2022-12-09',
    delivery_operation: '立即配送',
    delivery_service: '标准配送',
    item_list: items,
  }
}

/** @param {Record<string, unknown>} parameters @param {string} appId */
export function signOf(parameters, appId) {
  const text = Object.keys(parameters)
    .sort()
    .map((name) => {
      const value = parameters[name]
      return `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`
    })
    .join('&')
  const digest = createHash('md5').update(text).digest('hex').toUpperCase()
  const cipher = createCipheriv('aes-128-ecb', appId, null)
  return cipher.update(digest, 'utf8', 'base64') + cipher.final('base64')
}
