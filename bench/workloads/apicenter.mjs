// apicenter: one to three lines for one warehouse, reviewed in the call, or taken as drafts and reviewed behind it.
import { createCredential } from '../hub.mjs'
import { cities, mix, names, pick, randomOf, spreadSku, streets, unnumbered } from '../orders.mjs'

const path = '/apicenter/api/order'
const centre = 'CKMX'

/** @typedef {import('./index.mjs').Workload} Workload */

/** @type {Workload} */
export const warehouse = {
  name: 'apicenter',
  location: centre,
  prepare: (hub) => createCredential(hub.dataDir, 'apicenter'),
  writer: (source) => orderWriter(source, true),
  // The answer tells the seller's number alone.
  acknowledged: (body) => (body.startsWith('{"code":0,') ? unnumbered : 0),
}

/** @type {Workload} */
export const warehouseDrafts = {
  ...warehouse,
  name: 'apicenter-drafts',
  writer: (source) => orderWriter(source, false),
}

/** @param {import('./index.mjs').OrderSource} source @param {boolean} realTime */
function orderWriter({ seed, prefix, credentials, host, skuCount }, realTime) {
  const head =
    `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${credentials.token}\r\n` +
    'Content-Type: application/json\r\nContent-Length: '
  const beginnings = Array.from({ length: 256 }, (_, index) => {
    const random = mix(seed + index * 7919)
    const receiver = {
      name: pick(names, random),
      address: `${1 + (random % 999)} ${pick(streets, random >>> 5)}`,
      city: pick(cities, random >>> 3),
      province: 'Florida',
      district: '',
      country_code: 'MX',
      post_code: String(10_000 + (random % 89_999)),
      phone: '18664543431',
      email: 'q.okmchv@qq.com',
    }
    const order = {
      centre_code: centre,
      client_code: 'CK2023',
      real_time_response: realTime,
      process_type: 1,
      logistics_provider: { code: 'DHL', tracking_number: '', label_url: '', label_base64: '' },
      receiver,
      sender: receiver,
    }
    return `${JSON.stringify(order).slice(0, -1)},"items":[`
  })
  const lines = Array.from({ length: skuCount }, (_, index) => {
    return `{"sku":"${spreadSku(index)}","currency":"USD","unit_price":46,"qty":${1 + (index % 3)}}`
  })
  const write = (/** @type {number} */ sequence) => {
    let random = randomOf(seed, sequence)
    let body = beginnings[random & 255] ?? ''
    const lineCount = 1 + ((random >>> 8) % 3)
    for (let index = 0; index < lineCount; index++) {
      random = mix(random + 1)
      body += `${index === 0 ? '' : ','}${lines[(random & 0xffffff) % skuCount]}`
    }
    body += `],"package":{"order_number":"${prefix}${sequence}"}}`
    return `${head}${body.length}\r\n\r\n${body}`
  }
  return { write }
}
