// What the clients of a chaos run know: every order they sent, what they were told about it, and everything
// that they were told and should never have been. Pure book-keeping: no I/O and no clock.

/**
 * @typedef {object} SentOrder
 * @property {string} sellerOrderNumber
 * @property {string} body
 * @property {number} scarceQuantity of the scarce SKU; 0 for an ordinary order
 * @property {number} orderNumber as acknowledged; 0 before that
 * @property {number} refusals for lack of stock
 * @property {number} lostAnswers requests whose outcome the client never learnt
 * @property {number} refundNumber of the refund that was asked for, as acknowledged; 0 before that
 */

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {string} body
 */

const outOfStock = 10_412

export function createLedger() {
  /** @type {Map<string, SentOrder>} */
  const orders = new Map()
  /** @type {SentOrder[]} */
  const inOrderOfSending = []
  /** @type {Map<number, string>} */
  const sellerNumberByOrderNumber = new Map()
  /** @type {string[]} */
  const violations = []
  const counts = {
    acknowledged: 0,
    repeatsAnswered: 0,
    refusedForStock: 0,
    lostAnswers: 0,
    scarceSold: 0,
    refundsAsked: 0,
  }

  return {
    orders,
    violations,
    counts,

    /** Enters a new order before its first request leaves. @param {string} sellerOrderNumber @param {string} body @param {number} scarceQuantity */
    enter(sellerOrderNumber, body, scarceQuantity) {
      const order = {
        sellerOrderNumber,
        body,
        scarceQuantity,
        orderNumber: 0,
        refusals: 0,
        lostAnswers: 0,
        refundNumber: 0,
      }
      orders.set(sellerOrderNumber, order)
      inOrderOfSending.push(order)
      return order
    },

    /** An order to send once more: often a recent one, whose first request may still be under way. @param {number} random */
    pickSent(random) {
      const recent = Math.min(inOrderOfSending.length, 40)
      const among = random & 1 ? recent : inOrderOfSending.length
      return inOrderOfSending[inOrderOfSending.length - 1 - ((random >>> 1) % among)]
    },

    /**
     * Enters the answer to a wish for a refund that isn't a 5xx. Asked for again, it is the same refund.
     * @param {SentOrder} order
     * @param {Answer} answer
     */
    refundAnswered(order, { status, body }) {
      const { afterSaleNumber } = status === 201 ? JSON.parse(body) : { afterSaleNumber: 0 }
      const { sellerOrderNumber, refundNumber } = order
      if (!(afterSaleNumber > 0)) {
        violations.push(`${sellerOrderNumber}: a refund was answered HTTP ${status} ${body.slice(0, 300)}`)
      } else if (refundNumber === 0) {
        order.refundNumber = afterSaleNumber
        counts.refundsAsked++
        // Its pieces may be sold again.
        counts.scarceSold -= order.scarceQuantity
      } else if (refundNumber !== afterSaleNumber) {
        violations.push(
          `${sellerOrderNumber}: its refund ${refundNumber} was ${afterSaleNumber} when repeated`,
        )
      }
    },

    /** An order that is acknowledged, to be refunded. @param {number} random */
    pickAcknowledged(random) {
      const order = inOrderOfSending[random % Math.max(1, inOrderOfSending.length)]
      return order !== undefined && order.orderNumber > 0 ? order : undefined
    },

    /** The connection broke, the time ran out, or a 5xx came. @param {SentOrder} order */
    answerLost(order) {
      order.lostAnswers++
      counts.lostAnswers++
    },

    /**
     * Enters an answer that isn't a 5xx.
     * @param {SentOrder} order
     * @param {Answer} answer
     * @param {boolean} wasAcknowledged when the request left
     * @returns {'acknowledged' | 'refused'}
     */
    answered(order, { status, body }, wasAcknowledged) {
      const { code, data } = readEnvelope(body)
      if (status === 200 && code === 10_000 && Number.isSafeInteger(data) && data > 0) {
        acknowledge(order, data)
        return 'acknowledged'
      }
      if (status >= 400 && status < 500 && code === outOfStock && order.scarceQuantity > 0) {
        order.refusals++
        counts.refusedForStock++
        if (wasAcknowledged) {
          violations.push(
            `${order.sellerOrderNumber}: refused for stock after it was acknowledged as ${order.orderNumber}`,
          )
        }
        return 'refused'
      }
      violations.push(`${order.sellerOrderNumber}: answered HTTP ${status} ${body.slice(0, 300)}`)
      return 'refused'
    },
  }

  /** @param {SentOrder} order @param {number} orderNumber */
  function acknowledge(order, orderNumber) {
    const { sellerOrderNumber } = order
    if (order.orderNumber === orderNumber) {
      counts.repeatsAnswered++
      return
    }
    if (order.orderNumber !== 0) {
      violations.push(
        `${sellerOrderNumber}: acknowledged as ${order.orderNumber}, its repeat as ${orderNumber}`,
      )
      return
    }
    const other = sellerNumberByOrderNumber.get(orderNumber)
    if (other !== undefined)
      violations.push(`order number ${orderNumber} was given to ${other} and ${sellerOrderNumber}`)
    sellerNumberByOrderNumber.set(orderNumber, sellerOrderNumber)
    order.orderNumber = orderNumber
    counts.acknowledged++
    counts.scarceSold += order.scarceQuantity
  }
}

/** @typedef {ReturnType<typeof createLedger>} Ledger */

/** @param {string} body @returns {{ code: number, data: number }} */
function readEnvelope(body) {
  try {
    const { code, data } = JSON.parse(body)
    return { code: Number(code), data: typeof data === 'number' ? data : 0 }
  } catch {
    return { code: 0, data: 0 }
  }
}

/**
 * Compares the ledger with the rows of the database at a quiet moment, when no order's outcome is open.
 * @param {Ledger} ledger
 * @param {Iterable<{ sellerOrderNumber: string, orderNumber: number }>} rows
 * @param {number} scarceSupplied how many units of the scarce SKU there ever were
 * @returns {string[]} what is wrong
 */
export function compareLedger(ledger, rows, scarceSupplied) {
  /** @type {string[]} */
  const violations = []
  /** @type {Set<string>} */
  const seen = new Set()
  /** @type {Map<number, string>} */
  const orderNumbers = new Map()
  for (const { sellerOrderNumber, orderNumber } of rows) {
    const order = ledger.orders.get(sellerOrderNumber)
    const twin = orderNumbers.get(orderNumber)
    orderNumbers.set(orderNumber, sellerOrderNumber)
    if (twin !== undefined)
      violations.push(`order number ${orderNumber} is in the database twice: ${twin}, ${sellerOrderNumber}`)
    if (seen.has(sellerOrderNumber))
      violations.push(`${sellerOrderNumber} is in the database twice (also as ${orderNumber})`)
    seen.add(sellerOrderNumber)
    if (order === undefined) {
      violations.push(`${sellerOrderNumber} is in the database as ${orderNumber} and was never sent`)
    } else if (order.orderNumber === 0) {
      const history = `${order.refusals} refusals, ${order.lostAnswers} lost answers`
      violations.push(
        `${sellerOrderNumber} is in the database as ${orderNumber} and was never acknowledged (${history})`,
      )
    } else if (order.orderNumber !== orderNumber) {
      violations.push(
        `${sellerOrderNumber} was acknowledged as ${order.orderNumber} and is ${orderNumber} in the database`,
      )
    }
  }
  for (const { sellerOrderNumber, orderNumber } of ledger.orders.values()) {
    if (orderNumber !== 0 && !seen.has(sellerOrderNumber)) {
      violations.push(`${sellerOrderNumber} was acknowledged as ${orderNumber} and is LOST`)
    }
  }
  if (ledger.counts.scarceSold > scarceSupplied) {
    violations.push(
      `oversold: ${ledger.counts.scarceSold} units of the scarce SKU acknowledged, ${scarceSupplied} ever in stock`,
    )
  }
  return violations
}

/**
 * What came of the refunds, when nothing is due any more.
 * @param {Ledger} ledger
 * @param {Map<number, { status: string, asked: number, granted: number, paid: number }>} refunds by order number
 */
export function compareRefunds(ledger, refunds) {
  /** @type {string[]} */
  const violations = []
  for (const { orderNumber, refundNumber } of ledger.orders.values()) {
    const found = refunds.get(orderNumber)
    if (refundNumber !== 0 && found === undefined) violations.push(`the refund of ${orderNumber} is LOST`)
  }
  for (const [orderNumber, { status, asked, granted, paid }] of refunds) {
    if (asked !== 1) violations.push(`${orderNumber} has ${asked} refunds`)
    if (granted !== asked) violations.push(`${orderNumber} has a refund that nobody has looked at`)
    if (paid > 1) violations.push(`the money of ${orderNumber} came back ${paid} times`)
    if (status !== 'cancelled') violations.push(`${orderNumber} was refunded and is ${status}`)
  }
  return violations
}
