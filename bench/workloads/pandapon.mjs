// PandaPon: one to three lines, as JSON in texts. The signature covers its headers alone, so one serves a whole run.
import { createCredential, signed } from '../hub.mjs'
import { cities, mix, names, pick, randomOf, unnumbered } from '../orders.mjs'

const path = '/open/order'
const skus = 2000

/** @param {number} index */
const sku = (index) => `${600_000_000_000_000_000n + BigInt(index)}/${5_000_000_000_000 + index}`

/** @type {import('./index.mjs').Workload} */
export const purchases = {
  name: 'pandapon',
  supplies: Array.from({ length: skus }, (_, index) => ({
    sku: sku(index),
    quantity: 10_000_000,
    priceMinor: 1,
    currency: 'CNY',
  })),
  prepare: (hub) => createCredential(hub.dataDir, 'pandapon'),
  refresh: (hub, credentials) => signed(hub.dataDir, 'pandapon', path, credentials),
  writer: orderWriter,
  // The order numbers hold ours between a kind of two digits and a part of three.
  acknowledged: (body) =>
    body.includes('"code":200,') ? Number(/"orderNo":"12(\d{14})000"/.exec(body)?.[1] ?? unnumbered) : 0,
}

/** @param {import('./index.mjs').OrderSource} source */
function orderWriter({ seed, prefix, credentials, host }) {
  const headers = Object.entries(credentials.headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `POST ${path} HTTP/1.1\r\nHost: ${host}\r\n${headers.join('')}Content-Type: application/json\r\nContent-Length: `
  const receivers = Array.from({ length: 256 }, (_, index) => {
    const receiver = {
      name: pick(names, index),
      state: 'Zhejiang',
      city: pick(cities, index),
      address: `${index} Road`,
      mobile_phone: `150687634${10 + (index % 90)}`,
      zip: '11111',
    }
    return `{"receiver":${JSON.stringify(JSON.stringify(receiver))},"orderSource":"bench","orderLineList":"[`
  })
  const lines = Array.from({ length: skus }, (_, index) => {
    const [itemId, skuId] = sku(index).split('/')
    const line = { itemId, orderLineNo: '1', quantity: '1', price: '1', currency: 'CNY', skuId }
    return JSON.stringify(JSON.stringify(line)).slice(1, -1)
  })
  const write = (/** @type {number} */ sequence) => {
    let random = randomOf(seed, sequence)
    let body = receivers[random & 255] ?? ''
    const lineCount = 1 + ((random >>> 8) % 3)
    // Neighbours, so that no SKU comes twice.
    random = mix(random + 1) % (skus - 3)
    for (let index = 0; index < lineCount; index++)
      body += `${index === 0 ? '' : ','}${lines[random + index]}`
    body += `]","sellerOrderNumber":"${prefix}${sequence}"}`
    return `${head}${body.length}\r\n\r\n${body}`
  }
  return { write }
}
