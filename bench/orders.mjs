// The orders that the benchmark places. An order is a pure function of seed and sequence number, so a run
// can be repeated; it is put together from prebuilt strings, as the generator shares the cores it measures.

export const orderPath = '/openapi/v2/order/orders'
export const hotSku = 'BENCH-HOT'

/** @param {number} index */
export const spreadSku = (index) => `BENCH-${String(index).padStart(5, '0')}`

const cities = ['Orlando', 'Austin', 'Boise', 'Tacoma', 'Fresno', 'Newark', 'Mobile', 'Peoria']
const streets = ['Rabelais St', 'Oak Avenue', 'Mill Road', 'Harbour Lane', 'Station Square', 'Elm Court']
const names = [
  'Ada Byron',
  'Grace Hopper',
  'Alan Turing',
  'Edith Clarke',
  'Karl Benz',
  'Lise Meitner',
  'Emmy Noether',
]

/**
 * @typedef {object} OrderSource
 * @property {'spread' | 'hot' | 'pandapon'} workload
 * @property {number} skuCount
 * @property {number} seed
 * @property {string} prefix of the sellers' order numbers; the sequence number follows it
 * @property {string} token
 * @property {Record<string, string>} [signed] headers of a dialect whose signature does not cover the body
 * @property {string} host value of the Host header
 */

/** Of PandaPon: its orders carry their source, which the hub keeps before the seller's number. */
export const signedSource = 'b'
const signedSkus = 2000

/** @param {number} index */
export const signedSku = (index) => `${600_000_000_000_000_000n + BigInt(index)}/${5_000_000_000_000 + index}`
export const signedSkuList = Array.from({ length: signedSkus }, (_, index) => signedSku(index))

/**
 * The same for PandaPon: two texts of JSON inside the JSON.
 * @param {OrderSource} source
 * @returns {(sequence: number) => string}
 */
function signedOrderWriter({ seed, prefix, signed = {}, host }) {
  const headers = Object.entries(signed).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `POST /open/order HTTP/1.1\r\nHost: ${host}\r\n${headers.join('')}Content-Type: application/json\r\nContent-Length: `
  const receivers = Array.from({ length: 256 }, (_, index) => {
    const receiver = {
      name: pick(names, index),
      state: 'Zhejiang',
      city: pick(cities, index),
      address: `${index} Road`,
      mobile_phone: `150687634${10 + (index % 90)}`,
      zip: '11111',
    }
    return `{"receiver":${JSON.stringify(JSON.stringify(receiver))},"orderSource":"${signedSource}","orderLineList":"[`
  })
  const lines = Array.from({ length: signedSkus }, (_, index) => {
    const [itemId, skuId] = signedSku(index).split('/')
    const line = { itemId, orderLineNo: '1', quantity: '1', price: '1', currency: 'CNY', skuId }
    return JSON.stringify(JSON.stringify(line)).slice(1, -1)
  })
  return (sequence) => {
    let random = mix(seed ^ Math.imul(sequence, 0x9e3779b1))
    let body = receivers[random & 255] ?? ''
    const lineCount = 1 + ((random >>> 8) % 3)
    // Neighbours, so that no SKU comes twice.
    random = mix(random + 1) % (signedSkus - 3)
    for (let index = 0; index < lineCount; index++)
      body += `${index === 0 ? '' : ','}${lines[random + index]}`
    body += `]","sellerOrderNumber":"${prefix}${sequence}"}`
    return `${head}${body.length}\r\n\r\n${body}`
  }
}

/**
 * Returns a function from sequence number to a whole HTTP request (ASCII only, so characters are bytes).
 * @param {OrderSource} source
 * @returns {(sequence: number) => string}
 */
export function orderWriter(source) {
  if (source.workload === 'pandapon') return signedOrderWriter(source)
  const { workload, skuCount, seed, prefix, token, host } = source
  const head =
    `POST ${orderPath} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n` +
    'Content-Type: application/json\r\nContent-Length: '
  const addresses = prebuiltAddresses(seed)
  const skuCountOf = workload === 'hot' ? 1 : skuCount
  const lines = [1, 2, 3].map((quantity) =>
    Array.from({ length: skuCountOf }, (_, index) => {
      const sku = workload === 'hot' ? hotSku : spreadSku(index)
      return `{"sku":"${sku}","quantity":${quantity}}`
    }),
  )
  const tail = '","channelType":"Standard"}'

  /** @param {number} random */
  const line = (random) => lines[(random >>> 24) % 3]?.[(random & 0xffffff) % skuCountOf] ?? ''

  return (sequence) => {
    let random = mix(seed ^ Math.imul(sequence, 0x9e3779b1))
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

/** @param {string[]} values @param {number} random */
const pick = (values, random) => values[random % values.length] ?? ''

/** A well-mixing hash of 32 bits (splitmix32's finaliser): neighbouring inputs give unrelated results. */
export function mix(/** @type {number} */ value) {
  let mixed = (value + 0x9e3779b9) | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
