// The continuous load of a chaos run: clients that never give up. An order whose answer was lost is sent again
// under the same number until an answer comes, as a careful seller's system would do.
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { exchange } from '../../bench/hub.mjs'
import { mix } from '../../bench/orders.mjs'
import { orderPath } from '../../bench/workloads/kakaclo.mjs'

/** @typedef {import('./ledger.mjs').Ledger} Ledger */
/** @typedef {import('./ledger.mjs').SentOrder} SentOrder */

const requestTimeoutMs = 15_000
const retryDelayMs = 50

/**
 * @param {object} options
 * @param {Ledger} options.ledger
 * @param {() => string} options.baseUrl of the server as it is now: a restarted one has another port
 * @param {string} options.token
 * @param {string} options.apiKey of the native API, by which refunds are asked for
 * @param {string} options.prefix of the sellers' order numbers
 * @param {number} options.seed
 * @param {number} options.connections
 * @param {string[]} options.skus plentiful
 * @param {string} options.scarceSku
 */
export function createLoad({ ledger, baseUrl, token, apiKey, prefix, seed, connections, skus, scarceSku }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections })
  const options = {
    method: 'POST',
    agent,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  }
  let sequence = 0
  let running = false
  let ended = false
  /** @type {(() => void)[]} */
  let paused = []
  /** @type {{ sentAfter: number, resolve: (answeredAt: number) => void } | undefined} */
  let awaited
  /** The last trouble, to say what was wrong if no answer ever comes. */
  let lastTrouble = 'none'

  async function client() {
    while (!ended) {
      if (running) await sendNext()
      else await new Promise((/** @type {(value?: unknown) => void} */ resolve) => paused.push(resolve))
    }
  }

  /** One request in ten asks for a refund of an order that was acknowledged. */
  async function sendNext() {
    const random = mix(seed ^ Math.imul(sequence + 1, 0x85ebca6b))
    const refunded = random % 10 === 0 ? ledger.pickAcknowledged(mix(random)) : undefined
    if (refunded === undefined) return sendUntilAnswered(nextOrder())
    sequence++
    return refundUntilAnswered(refunded)
  }

  /** @param {SentOrder} order */
  async function refundUntilAnswered(order) {
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ kind: 'refund', goods: 'unshipped' })
    while (!ended) {
      const url = `${baseUrl()}/v1/orders/${order.orderNumber}/after-sales`
      const answer = await exchange(url, { ...options, headers }, body, requestTimeoutMs).catch((error) => ({
        status: 0,
        body: String(error?.message ?? error),
      }))
      if (answer.status !== 0 && answer.status < 500 && answer.status !== 429) {
        ledger.refundAnswered(order, answer)
        return
      }
      ledger.answerLost(order)
      lastTrouble = `HTTP ${answer.status} ${answer.body.slice(0, 200)}`
      await sleep(retryDelayMs)
    }
  }

  /** Half of the requests bring new orders, a fifth repeats, the rest draws on the scarce SKU. */
  function nextOrder() {
    const random = mix(seed ^ Math.imul(++sequence, 0x9e3779b1))
    const kind = random % 10
    if (kind < 2) {
      const sent = ledger.pickSent(mix(random))
      if (sent !== undefined) return sent
    }
    const sellerOrderNumber = `${prefix}${sequence}`
    const isScarce = kind >= 7
    const lines = isScarce ? [line(scarceSku, random)] : ordinaryLines(random)
    const scarceQuantity = isScarce ? quantity(random) : 0
    return ledger.enter(sellerOrderNumber, orderBody(sellerOrderNumber, lines), scarceQuantity)
  }

  /** @param {number} random */
  function ordinaryLines(random) {
    const count = 1 + ((random >>> 8) % 3)
    return Array.from({ length: count }, (_, index) => {
      const lineRandom = mix(random + index)
      return line(skus[lineRandom % skus.length] ?? '', lineRandom)
    })
  }

  /** @param {SentOrder} order */
  async function sendUntilAnswered(order) {
    while (!ended) {
      const wasAcknowledged = order.orderNumber !== 0
      const sentAt = performance.now()
      const answer = await exchange(`${baseUrl()}${orderPath}`, options, order.body, requestTimeoutMs).catch(
        (error) => ({ status: 0, body: String(error?.message ?? error) }),
      )
      if (answer.status !== 0 && answer.status < 500) {
        const outcome = ledger.answered(order, answer, wasAcknowledged)
        if (outcome === 'acknowledged') noteSuccess(sentAt)
        return
      }
      ledger.answerLost(order)
      lastTrouble = `HTTP ${answer.status} ${answer.body.slice(0, 200)}`
      await sleep(retryDelayMs)
    }
  }

  /** @param {number} sentAt */
  function noteSuccess(sentAt) {
    if (awaited === undefined || sentAt < awaited.sentAfter) return
    awaited.resolve(performance.now())
    awaited = undefined
  }

  const clients = Array.from({ length: connections }, client)

  return {
    resume() {
      running = true
      for (const wake of paused) wake()
      paused = []
    },

    /**
     * Stops new requests and waits until every order that was sent has its answer.
     * @param {number} timeoutMs
     */
    async pause(timeoutMs) {
      running = false
      const deadline = performance.now() + timeoutMs
      while (paused.length < connections && performance.now() < deadline) await sleep(10)
      if (paused.length < connections) {
        throw new Error(
          `${connections - paused.length} orders got no answer in ${timeoutMs} ms; the last trouble: ${lastTrouble}`,
        )
      }
    },

    /**
     * The moment of the first acknowledgement for a request that left after the given moment.
     * @param {number} sentAfter
     * @param {number} timeoutMs
     * @returns {Promise<number>}
     */
    firstSuccess(sentAfter, timeoutMs) {
      return new Promise((resolve, reject) => {
        const fail = () =>
          reject(new Error(`no order succeeded in ${timeoutMs} ms; the last trouble: ${lastTrouble}`))
        const timer = setTimeout(fail, timeoutMs)
        awaited = {
          sentAfter,
          resolve: (answeredAt) => {
            clearTimeout(timer)
            resolve(answeredAt)
          },
        }
      })
    },

    /** Ends all clients, whatever is still open. */
    async end() {
      ended = true
      agent.destroy()
      for (const wake of paused) wake()
      paused = []
      await Promise.all(clients)
    },
  }
}

/** @param {number} random */
const quantity = (random) => 1 + ((random >>> 16) % 3)

/** @param {string} sku @param {number} random */
const line = (sku, random) => ({ sku, quantity: quantity(random) })

/** @param {string} customOrderId @param {{ sku: string, quantity: number }[]} orderItemsList */
const orderBody = (customOrderId, orderItemsList) =>
  JSON.stringify({
    orderAddresses: {
      country: 'US',
      city: 'Orlafasns',
      phone: '07 82 24 67 93',
      recipient: 'Lffsollia Odfsdlena',
      street1: ' 7 rue  Rabelais',
      province: ' de Lofasfasire',
      zip: 'vsvs00v30',
    },
    remark: 'chaos',
    orderItemsList,
    salePlatform: 'KA',
    customOrderId,
    channelType: 'Standard',
  })
