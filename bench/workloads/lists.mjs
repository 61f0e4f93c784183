// Every list and search of orders, of every dialect and of the native API, over the preloaded ones: pages of ten
// (what KakaClo and Lingxing answer if nothing is said), with the filters that callers walk and look by.
import { createCredential, signed } from '../hub.mjs'
import { hotSku, mix, names, pick, randomOf, spreadSku, unnumbered } from '../orders.mjs'
import { preloadedClient, preloadedSeller, preloadedTracking, rareRecipient } from '../preload.mjs'
import { newApp, signOf } from './lingxing.mjs'

/** @typedef {import('./index.mjs').Workload} Workload */
/** @typedef {{ count: number, skuCount: number, firstOrder: number, from: number, to: number, handedOver: number[], storeNumber: number }} Preloaded */
/** @typedef {{ method: string, path: string, body?: unknown }} Asked */
/**
 * What is asked, made of one random number.
 * @typedef {(random: number, preloaded: Preloaded) => Asked} Question
 */

const pageSize = 10
const DAY_MS = 86_400_000
const hour = 3_600_000

/** A moment at which there are preloaded orders. @param {number} random @param {Preloaded} preloaded */
const moment = (random, { from, to }) => new Date(from + (to - from) * (random / 2 ** 32))
/** @param {Date} at @param {number} milliseconds */
const later = (at, milliseconds) => new Date(at.getTime() + milliseconds)
/** @param {Date} at */
const inChina = (at) =>
  later(at, 8 * hour)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ')
/** @param {string} path @param {Record<string, string | number>} query */
const asking = (path, query) => ({
  method: 'GET',
  path: `${path}?${new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))}`,
})
/** @param {number} random @param {number} count */
const below = (random, count) => mix(random) % count

/** @param {string} path @param {readonly string[]} statuses @returns {Record<string, Question>} */
const kakaclo = (path, statuses) => ({
  first: () => asking(path, {}),
  page: (random, { count }) => asking(path, { pageNumber: 1 + below(random, count / 10) }),
  status: (random) => asking(path, { status: pick(statuses, random >>> 5), pageNumber: 1 + (random % 5) }),
  created: (random, preloaded) => {
    const at = moment(random, preloaded)
    return asking(path, {
      createStartTime: at.toISOString(),
      createEndTime: later(at, 7 * DAY_MS).toISOString(),
    })
  },
  updated: (random, preloaded) => {
    const at = moment(random, preloaded)
    return asking(path, { updateStartTime: at.toISOString(), updateEndTime: later(at, hour).toISOString() })
  },
  ids: (random, { firstOrder, count }) =>
    asking(path, {
      ids: Array.from({ length: 10 }, (_, index) => firstOrder + below(random + index, count)).join(),
    }),
})

const taobaoPage = '/open/purchase/page'
/** @param {Record<string, unknown>} body */
const taobao = (body) => ({ method: 'POST', path: taobaoPage, body: { pageSize, ...body } })
/** @type {Record<string, Question>} */
const pandapon = {
  first: () => taobao({}),
  // A fifth of the orders are its own.
  page: (random, { count }) => taobao({ pageNo: 1 + below(random, count / 5 / pageSize) }),
  status: (random) => taobao({ status: pick([10, 11, 4, 9], random >>> 5), pageNo: 1 + (random % 5) }),
  time: (random, preloaded) => {
    const at = moment(random, preloaded)
    return taobao({ startTime: inChina(at), endTime: inChina(later(at, 7 * DAY_MS)) })
  },
  seller: (random, { count }) =>
    taobao({ sellerOrderNumber: preloadedSeller(10 * below(random, count / 10) + 5) }),
}

const orderList = '/order/amzod/api/orderList'
/** @param {Record<string, unknown>} body */
const multiChannel = (body) => ({ method: 'POST', path: orderList, body: { length: pageSize, ...body } })
/** @param {Date} at */
const dayOf = (at) => at.toISOString().slice(0, 10)
/** @type {Record<string, Question>} */
const lingxing = {
  first: () => multiChannel({}),
  // Without an end, a window is half a year long.
  page: (random, { count, to }) =>
    multiChannel({
      start_date: '2020-01-01',
      end_date: dayOf(new Date(to)),
      offset: below(random, count / 5),
    }),
  days: (random, preloaded) => {
    const at = moment(random, preloaded)
    const days = { start_date: dayOf(at), end_date: dayOf(later(at, 7 * DAY_MS)) }
    return multiChannel({ ...days, offset: (random % 10) * pageSize })
  },
  updated: (random, preloaded) => {
    const at = dayOf(moment(random, preloaded))
    return multiChannel({ start_date: at, end_date: at, date_type: 2 })
  },
  status: (random) => {
    const words = ['RECEIVED', 'PROCESSING', 'CANCELLED', 'COMPLETE', 'UNFULFILLABLE']
    return multiChannel({ order_status: [pick(words, random >>> 5)] })
  },
  details: (random, { count, storeNumber }) => ({
    method: 'POST',
    path: '/order/amzod/api/orderDetails/logisticsInformation',
    body: {
      order_info: Array.from({ length: pageSize }, (_, index) => ({
        sid: storeNumber,
        seller_fulfillment_order_id: preloadedSeller(10 * below(random + index, count / 10) + 7),
      })),
    },
  }),
}

/** @param {Record<string, unknown>} body */
const warehouse = (body) => ({
  method: 'POST',
  path: '/apicenter/api/order/list',
  body: { ...preloadedClient, page_size: pageSize, ...body },
})
/** @type {Record<string, Question>} */
const apicenter = {
  first: () => warehouse({}),
  // A tenth of the orders are its own.
  page: (random, { count }) => warehouse({ page_no: 1 + below(random, count / 10 / pageSize) }),
  updated: (random, preloaded) => {
    const at = moment(random, preloaded)
    return warehouse({ updated_from: inChina(at), updated_to: inChina(later(at, DAY_MS)) })
  },
  status: (random) =>
    warehouse({ status: pick(['stock_allocated', 'handovered', 'shortage', 'hold'], random >>> 5) }),
}

const orders = '/v1/orders'
/** @param {Record<string, string | number>} query */
const searching = (query) => asking(orders, { limit: pageSize, ...query })
/** @type {Record<string, Question>} */
const native = {
  first: () => searching({}),
  number: (random, { firstOrder, count }) => asking(`${orders}/${firstOrder + below(random, count)}`, {}),
  seller: (random, { count }) => searching({ sellerOrderNumber: preloadedSeller(below(random, count)) }),
  sku: (random, { skuCount }) => searching({ sku: spreadSku(below(random, skuCount)) }),
  'hot-sku': () => searching({ sku: hotSku }),
  recipient: (random, { count }) => searching({ recipient: rareRecipient(below(random, count)) }),
  'first-name': (random) => searching({ recipient: pick(names, random).split(' ')[0]?.toLowerCase() ?? '' }),
  tracking: (random, { handedOver }) =>
    searching({ trackingNumber: preloadedTracking(pick(handedOver, random)) }),
  status: (random) => {
    const orderStatus = pick(['processing', 'completed', 'cancelled'], random)
    return searching({ orderStatus, dialect: 'lingxing' })
  },
  created: (random, preloaded) => {
    const at = moment(random, preloaded)
    return searching({ createdFrom: at.toISOString(), createdTo: later(at, DAY_MS).toISOString() })
  },
  updated: (random, preloaded) => {
    const at = moment(random, preloaded)
    return searching({ updatedFrom: at.toISOString(), updatedTo: later(at, hour).toISOString() })
  },
  cursor: (random, preloaded) => {
    const position = [moment(random, preloaded).getTime(), 1]
    return searching({ cursor: Buffer.from(JSON.stringify(position)).toString('base64url') })
  },
  'sku-status': (random, { skuCount }) =>
    searching({ sku: spreadSku(below(random, skuCount)), fulfilmentStatus: 'fully_shipped' }),
}

/** How each dialect's requests are authorised, and which answers are no refusals. */
const dialects = {
  'kakaclo-v1': {
    questions: kakaclo('/openapi/v1/order/orders', ['waiting_to_ship', 'shipped', 'delivered', 'cancel']),
    ...bearer('kakaclo', 'accessToken'),
    done: '"code":10000',
  },
  'kakaclo-v2': {
    questions: kakaclo('/openapi/v2/order/orders', ['processing', 'completed', 'cancel']),
    ...bearer('kakaclo', 'accessToken'),
    done: '"code":10000',
  },
  pandapon: { questions: pandapon, prepare: preparePandapon, authorise: withHeaders, done: '"code":200' },
  lingxing: { questions: lingxing, prepare: prepareLingxing, authorise: withSign, done: '"code":0' },
  apicenter: { questions: apicenter, ...bearer('apicenter', 'token'), done: '"code":0' },
  native: { questions: native, ...bearer('native', 'apiKey'), done: '' },
}

/** @param {string} dialect @param {string} field */
function bearer(dialect, field) {
  return {
    prepare: (/** @type {import('../hub.mjs').HubAccess} */ hub) => createCredential(hub.dataDir, dialect),
    authorise: (/** @type {Asked} */ asked, /** @type {Record<string, string>} */ credential) => ({
      path: asked.path,
      headers: { Authorization: `Bearer ${credential[field]}` },
    }),
  }
}

/** @param {import('../hub.mjs').HubAccess} hub */
async function preparePandapon(hub) {
  const credential = await createCredential(hub.dataDir, 'pandapon')
  return signed(hub.dataDir, 'pandapon', taobaoPage, credential)
}

/** @param {Asked} asked @param {{ headers: Record<string, string> }} credential */
function withHeaders(asked, { headers }) {
  return { path: asked.path, headers }
}

/** @param {import('../hub.mjs').HubAccess} hub */
function prepareLingxing(hub) {
  return Promise.all(Array.from({ length: hub.connections }, () => newApp(hub)))
}

/** @param {Asked} asked @param {{ appId: string, accessToken: string }[]} apps @param {number} connection */
function withSign(asked, apps, connection) {
  const { appId, accessToken } = apps[connection % apps.length] ?? { appId: '', accessToken: '' }
  const common = {
    access_token: accessToken,
    app_key: appId,
    timestamp: String(Math.floor(Date.now() / 1000)),
  }
  const sign = signOf({ .../** @type {Record<string, unknown>} */ (asked.body), ...common }, appId)
  return { path: `${asked.path}?${new URLSearchParams({ ...common, sign })}`, headers: {} }
}

/** By name, such as `native sku`. @type {ReadonlyMap<string, Workload & { dialect: string }>} */
export const listWorkloads = new Map(
  Object.entries(dialects).flatMap(([dialect, { questions, prepare, authorise, done }]) =>
    Object.entries(questions).map(([name, question]) => {
      const workload = {
        name: `${dialect} ${name}`,
        dialect,
        prepare,
        acknowledged: (/** @type {string} */ body) => (body.includes(done) ? unnumbered : 0),
        writer: (/** @type {import('./index.mjs').OrderSource} */ source) =>
          asker(source, question, authorise),
      }
      return [workload.name, workload]
    }),
  ),
)

/**
 * @param {import('./index.mjs').OrderSource} source `credentials` holds the dialect's and what is preloaded
 * @param {Question} question
 * @param {(asked: Asked, credential: any, connection: number) => { path: string, headers: Record<string, string> }} authorise
 */
function asker({ seed, host, credentials: { credential, preloaded }, connections }, question, authorise) {
  return {
    write: (/** @type {number} */ sequence) => {
      const asked = question(randomOf(seed, sequence), preloaded)
      const { path, headers } = authorise(asked, credential, sequence % connections)
      const body = asked.body === undefined ? '' : Buffer.from(JSON.stringify(asked.body)).toString('latin1')
      const lines = Object.entries({
        Host: host,
        ...headers,
        ...(asked.body !== undefined && {
          'Content-Type': 'application/json',
          'Content-Length': String(body.length),
        }),
      }).map(([name, value]) => `${name}: ${value}\r\n`)
      return `${asked.method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
    },
    sequenceOf: (/** @type {number} */ connection, /** @type {number} */ count) =>
      connection + count * connections,
  }
}
