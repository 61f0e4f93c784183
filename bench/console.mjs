// The console in a browser: how long its first page takes with a cold cache, and how long the orders table takes from
// a changed filter until its rows are drawn.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { findBrowser } from '../scripts/browser.mjs'
import { hotSku, names, spreadSku } from './orders.mjs'
import { preloadedSeller, preloadedTracking, rareRecipient } from './preload.mjs'
import { median } from './report.mjs'

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./workloads/lists.mjs').Preloaded} Preloaded */
/**
 * `firstMs`: the one before the rounds, which reads from the disk what nobody has asked for before.
 * @typedef {{ name: string, rounds: number, rows: number, firstMs: number, medianMs: number, worstMs: number, mostMs: number }} Drawn
 */

const mostFirstLoadMs = 1_500
const mostFilterMs = 500
const dayMs = 86_400_000

/**
 * @param {{ url: string, dataDir: string, preloaded: Preloaded, rounds: number }} options
 * @returns {Promise<{ drawn: Drawn[], violations: string[] }>}
 */
export async function measureConsole({ url, dataDir, preloaded, rounds }) {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('there is no Chromium: npm test says how to get one')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    const demo = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8'))
    const { username, password } = demo.console
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const answer = await context.request.post(`${url}/v1/session`, { data: { username, password } })
    if (!answer.ok()) throw new Error(`sign-in: ${answer.status()} ${await answer.text()}`)
    const cookies = await context.cookies()

    const drawn = []
    // The first one of all starts the browser's own processes.
    await firstLoad(browser, url, '', [])
    for (const [name, path, signedIn] of /** @type {const} */ ([
      ['first load: sign-in', '', []],
      ['first load: orders', 'orders', cookies],
      ['first load: overview', 'overview', cookies],
    ])) {
      const times = []
      for (let round = 0; round <= rounds; round++) times.push(await firstLoad(browser, url, path, signedIn))
      drawn.push(summary(name, times, 0, mostFirstLoadMs))
    }

    const page = await context.newPage()
    await page.addInitScript(timeRows)
    await page.goto(`${url}/console/orders`)
    await page.locator('.list tbody tr[data-row-key]').first().waitFor()
    for (const [name, query] of filtersOf(preloaded)) {
      const times = []
      let rows = 0
      for (let round = 0; round <= rounds; round++) {
        const found = await turnTo(page, query)
        times.push(found.ms)
        rows = found.rows
        await turnTo(page, '')
      }
      drawn.push(summary(`orders: ${name}`, times, rows, mostFilterMs))
    }
    const violations = drawn
      .map((one) => ({ ...one, slowestMs: Math.max(one.firstMs, one.worstMs) }))
      .filter(({ slowestMs, mostMs }) => slowestMs > mostMs)
      .map(({ name, slowestMs, mostMs }) => `${name}: ${slowestMs.toFixed(0)} ms, more than ${mostMs} ms`)
    return { drawn, violations }
  } finally {
    await browser.close()
  }
}

/** One filter alone, and some together; each leaves something or nothing, as it may. @param {Preloaded} preloaded */
function filtersOf({ from, to, count, handedOver }) {
  const middle = new Date((from + to) / 2)
  const day = (/** @type {number} */ days) => new Date(middle.getTime() + days * dayMs).toISOString()
  const tracked = handedOver[handedOver.length >> 1] ?? 0
  /** @type {[string, Record<string, string>][]} */
  const filters = [
    ['order status', { orderStatus: 'processing' }],
    ['order status, rare', { orderStatus: 'cancelled' }],
    ['order status, none', { orderStatus: 'waiting_payment' }],
    ['fulfilment status', { fulfilmentStatus: 'fully_shipped' }],
    ['financial status', { financialStatus: 'none' }],
    ['financial status, none', { financialStatus: 'voucher' }],
    ['refund status', { refundStatus: 'none' }],
    ['refund status, none', { refundStatus: 'refunded' }],
    ['account', { account: 'demo' }],
    ['dialect', { dialect: 'apicenter' }],
    ['dialect, none', { dialect: 'native' }],
    ['a day', { createdFrom: day(0), createdTo: day(1) }],
    ['a month', { createdFrom: day(0), createdTo: day(30) }],
    ['from a day on', { createdFrom: day(150) }],
    ["seller's number", { sellerOrderNumber: preloadedSeller(count >> 1) }],
    ['tracking number', { trackingNumber: preloadedTracking(tracked) }],
    ['SKU', { sku: spreadSku(7) }],
    ['SKU of many orders', { sku: hotSku }],
    ['SKU, none', { sku: 'NO-SUCH-SKU' }],
    ['recipient', { recipient: names[0] ?? '' }],
    ['recipient, rare', { recipient: rareRecipient(0) }],
    ['recipient, none', { recipient: 'Nobody at all' }],
    [
      'status, dialect, month',
      { orderStatus: 'completed', dialect: 'lingxing', createdFrom: day(0), createdTo: day(30) },
    ],
    ['SKU and status', { sku: hotSku, fulfilmentStatus: 'waiting_to_ship' }],
    ['recipient and status', { recipient: names[1] ?? '', orderStatus: 'cancelled' }],
  ]
  return filters.map(([name, query]) => /** @type {const} */ ([name, `?${new URLSearchParams(query)}`]))
}

/**
 * Milliseconds until a page has been painted with what it is for; in a browser profile without any cache.
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {string} path
 * @param {readonly import('playwright-core').Cookie[]} cookies
 */
async function firstLoad(browser, url, path, cookies) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  await context.addCookies([...cookies])
  const page = await context.newPage()
  await page.goto(`${url}/console/${path}`, { waitUntil: 'commit' })
  const shown = cookies.length === 0 ? 'input[type="password"]' : 'main h1'
  await page.locator(shown).first().waitFor()
  if (path === 'orders') await page.locator('.list tbody tr[data-row-key]').first().waitFor()
  const ms = await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now())))),
  )
  await context.close()
  return Number(ms)
}

/**
 * Changes the query of the address, as a filter does, and waits for the rows.
 * @param {Page} page
 * @param {string} query
 * @returns {Promise<{ ms: number, rows: number }>}
 */
async function turnTo(page, query) {
  const found = await page.evaluate((search) => {
    const known = /** @type {{ timeRows?: (search: string) => Promise<{ ms: number, rows: number }> }} */ (
      window
    )
    return known.timeRows?.(search)
  }, query)
  if (found === undefined) throw new Error('the page has lost its clock')
  return found
}

/** In the page: from a new query until a frame has been painted with what it finds. */
function timeRows() {
  /** @param {string} search */
  const timed = (search) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no rows within 30 s: ${search}`)), 30_000)
      const startedAt = performance.now()
      let wasBusy = false
      const look = () => {
        const told = document.querySelector('.list > [role="status"]')
        if (told === null) return
        if (told.textContent === '') wasBusy = true
        else if (wasBusy) {
          watching.disconnect()
          clearTimeout(late)
          requestAnimationFrame(() =>
            setTimeout(() => {
              const rows = document.querySelectorAll('.list tbody tr[data-row-key]').length
              resolve({ ms: performance.now() - startedAt, rows })
            }),
          )
        }
      }
      const watching = new MutationObserver(look)
      watching.observe(document.body, { childList: true, characterData: true, subtree: true })
      history.pushState(null, '', location.pathname + search)
      dispatchEvent(new PopStateEvent('popstate'))
    })
  Object.assign(window, { timeRows: timed })
}

/** @param {string} name @param {number[]} all @param {number} rows @param {number} mostMs @returns {Drawn} */
function summary(name, all, rows, mostMs) {
  const [firstMs = 0, ...times] = all
  return {
    name,
    rounds: times.length,
    rows,
    firstMs,
    medianMs: median(times) ?? 0,
    worstMs: Math.max(...times),
    mostMs,
  }
}

/** @param {{ drawn: Drawn[] }} measured */
export function consoleLines({ drawn }) {
  const head = `${'console'.padEnd(34)} ${'rows'.padStart(5)} ${'first ms'.padStart(9)} ${'median ms'.padStart(10)} ${'worst ms'.padStart(9)} ${'most'.padStart(6)}`
  const lines = drawn.map(
    ({ name, rows, firstMs, medianMs, worstMs, mostMs }) =>
      `${name.padEnd(34)} ${String(rows).padStart(5)} ${firstMs.toFixed(0).padStart(9)} ${medianMs.toFixed(0).padStart(10)} ` +
      `${worstMs.toFixed(0).padStart(9)} ${String(mostMs).padStart(6)}`,
  )
  return [head, ...lines]
}
