// KakaClo v2: one to three lines, over all items or all of one.
import { createCredential } from '../hub.mjs'
import { cities, hotSku, mix, names, pick, randomOf, spreadSku, streets } from '../orders.mjs'

export const orderPath = '/openapi/v2/order/orders'

/** @typedef {import('./index.mjs').Workload} Workload */

/** @type {Workload} */
export const spread = {
  name: 'spread',
  prepare: (hub) => createCredential(hub.dataDir, 'kakaclo'),
  writer: (source) => orderWriter(source, spreadSku, source.skuCount),
  acknowledged,
}

/** @type {Workload} */
export const hot = {
  ...spread,
  name: 'hot',
  supplies: [{ sku: hotSku, quantity: 100_000_000 }],
  writer: (source) => orderWriter(source, () => hotSku, 1),
}

/** @param {string} body */
function acknowledged(body) {
  if (!body.includes('"code":10000,') && !body.includes('"code":10000}')) return 0
  const at = body.indexOf('"data":')
  const number = at < 0 ? Number.NaN : Number.parseInt(body.slice(at + 7, at + 27), 10)
  return Number.isSafeInteger(number) && number > 0 ? number : 0
}

/**
 * @param {import('./index.mjs').OrderSource} source
 * @param {(index: number) => string} skuOf
 * @param {number} skuCount
 */
function orderWriter({ seed, prefix, credentials, host }, skuOf, skuCount) {
  const head =
    `POST ${orderPath} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${credentials.accessToken}\r\n` +
    'Content-Type: application/json\r\nContent-Length: '
  const addresses = prebuiltAddresses(seed)
  const lines = [1, 2, 3].map((quantity) =>
    Array.from({ length: skuCount }, (_, index) => `{"sku":"${skuOf(index)}","quantity":${quantity}}`),
  )
  const tail = '","channelType":"Standard"}'
  const line = (/** @type {number} */ random) =>
    lines[(random >>> 24) % 3]?.[(random & 0xffffff) % skuCount] ?? ''

  const write = (/** @type {number} */ sequence) => {
    let random = randomOf(seed, sequence)
    let body = addresses[random & 255] ?? ''
    const lineCount = (random >>> 8) % 3
    random = mix(random + 1)
    body += line(random)
    for (let index = 0; index < lineCount; index++) {
      random = mix(random + 1)
      body += `,${line(random)}`
    }
    body += `],"salePlatform":"KA","customOrderId":"${prefix}${sequence}${tail}`
    return `${head}${body.length}\r\n\r\n${body}`
  }
  return { write }
}

/** The body's beginning, up to the first line of the order. @param {number} seed */
function prebuiltAddresses(seed) {
  return Array.from({ length: 256 }, (_, index) => {
    const random = mix(seed + index * 7919)
    const address = {
      country: 'US',
      city: pick(cities, random),
      phone: `07 82 24 ${10 + (random % 90)} ${10 + ((random >>> 7) % 90)}`,
      recipient: pick(names, random >>> 3),
      street1: `${1 + (random % 999)} ${pick(streets, random >>> 5)}`,
      province: 'Florida',
      zip: String(10_000 + (random % 89_999)),
    }
    return `{"orderAddresses":${JSON.stringify(address)},"remark":"best order","orderItemsList":[`
  })
}
