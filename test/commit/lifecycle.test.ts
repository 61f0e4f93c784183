/**
 * The stories of the model (test/order/lifecycle-model.ts) through real lanes on a real database: by one server, and by
 * two at once, whose answers must be those of one order or the other. The auditor is clean after each story.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Command } from '../../src/order/command.js'
import type { Order } from '../../src/order/order.js'
import type { Outcome } from '../../src/order/outcome.js'
import type { Result } from '../../src/order/rejection.js'
import type { RoutingPolicyName } from '../../src/order/routing.js'
import { audit } from '../../src/store/audit.js'
import { Model, type Verdict } from '../order/lifecycle-model.js'
import { opening, type StoryWish, stories } from '../order/lifecycle-model-intents.js'
import { faultsOfPlaced } from '../order/lifecycle-model-placed.js'
import { Sender } from '../order/lifecycle-model-run.js'
import { tell, write } from '../order/lifecycle-model-telling.js'
import { differences } from '../order/lifecycle-model-view.js'
import { type StoredShop, Town } from './lifecycle-shop.js'

const SEED = Number(process.env.MODEL_SEED ?? 20_260_118)
const STORIES = Number(process.env.MODEL_LANE_SEQUENCES ?? 20)

interface Done {
  readonly command: Command
  readonly result: Result<Outcome>
  /** The order that it was about, as it is stored afterwards. */
  readonly made: Order | undefined
}

/** What the model has followed, so that another one can be brought to the same place. */
interface Followed extends Done {
  readonly at: number
}

let town: Town

beforeAll(async () => {
  town = await Town.open()
})

afterAll(async () => {
  await town.close()
})

/** One story: `abreast` commands at once, each sent to a server of its own. */
class Telling extends Sender {
  readonly #shop: StoredShop
  readonly #policy: RoutingPolicyName
  readonly #followed: Followed[] = []
  readonly told: string[] = []

  constructor(policy: RoutingPolicyName, shop: StoredShop) {
    super(policy)
    this.#policy = policy
    this.#shop = shop
  }

  async go(commands: readonly Command[]): Promise<readonly string[]> {
    const shop = this.#shop
    shop.at += 1000
    const results = await Promise.all(
      commands.map((command, index) => shop.lanes[index % shop.lanes.length]?.submit(command)),
    )
    const done: Done[] = []
    for (const [index, command] of commands.entries()) {
      const result = results[index]
      if (result === undefined) throw new Error('there is a lane for each command')
      done.push({ command, result, made: await this.#made(command, result) })
      this.told.push(`${commands.length > 1 ? '‖ ' : ''}${tell(command)} → ${wordOf(result)}`)
    }
    const orders = done.length === 1 ? [done] : [done, [...done].reverse()]
    const tries = []
    for (const order of orders) {
      const model = orders.length === 1 ? this.model : this.#again()
      const faults = await this.#faultsOf(model, order)
      if (faults.length === 0) {
        this.model = model
        this.#followed.push(...order.map((one) => ({ ...one, at: shop.at })))
        return []
      }
      tries.push(faults)
    }
    return tries.flatMap((faults, index) => faults.map((fault) => `${index + 1}: ${fault}`))
  }

  async #made(command: Command, result: Result<Outcome>): Promise<Order | undefined> {
    if (!result.ok || !('orderNumber' in result.value)) return undefined
    const { orderNumber } = result.value
    const order = await this.#shop.order(command.caller.accountId, orderNumber)
    if (order === undefined || command.kind !== 'request_after_sale') return order
    const number = 'afterSaleNumber' in result.value ? result.value.afterSaleNumber : undefined
    return { ...order, afterSales: order.afterSales.filter((one) => one.afterSaleNumber === number) }
  }

  #again(): Model {
    const model = new Model(this.#policy)
    for (const { command, at, made } of this.#followed) {
      const verdict = model.verdict(command, at)
      if (verdict.says === 'accepted') verdict.follow(made)
    }
    return model
  }

  /** In what the answers, and the orders that they changed, differ from the model's. */
  async #faultsOf(model: Model, done: readonly Done[]): Promise<string[]> {
    const touched = new Map<number, number>()
    for (const { command, result, made } of done) {
      const verdict = model.verdict(command, this.#shop.at)
      const wrong = differenceOf(verdict, command, result)
      if (wrong !== null) return [wrong]
      if (verdict.says !== 'accepted') continue
      if (command.kind === 'place' && made !== undefined && done.length === 1) {
        const faults = faultsOfPlaced(model, command, made)
        if (faults.length > 0) return faults
      }
      verdict.follow(made)
      for (const order of model.touched) touched.set(order.orderNumber, order.accountId)
    }
    // Two counts of one stock are answered alike in either order: only what is stored tells which one it was.
    const faults = done.length > 1 ? await this.#shop.differencesBesideOrders(model) : []
    for (const [orderNumber, accountId] of touched) {
      const order = model.orders.find((one) => one.orderNumber === orderNumber)
      const stored = await this.#shop.order(accountId, orderNumber)
      if (order !== undefined) faults.push(...differences(stored, order))
    }
    return faults
  }
}

function wordOf(result: Result<Outcome>): string {
  return result.ok ? 'accepted' : result.rejection.kind
}

/** A repeated key is answered as it was the first time, so that a repetition can't be told from it. */
function differenceOf(verdict: Verdict, command: Command, result: Result<Outcome>): string | null {
  if (verdict.says === 'refused') {
    const { refusal } = verdict
    if (result.ok) return `${write(result.value)} instead of ${write(refusal)}`
    const named = Object.fromEntries(Object.entries(result.rejection).filter(([name]) => name in refusal))
    const isSame = Object.entries(refusal).every(([name, value]) => write(named[name]) === write(value))
    return isSame ? null : `${write(result.rejection)} instead of ${write(refusal)}`
  }
  if (!result.ok) return `${write(result.rejection)} instead of ${verdict.says}`
  if (command.key !== null || !('replayed' in result.value)) return null
  const isReplayed = verdict.says === 'replayed'
  return result.value.replayed === isReplayed ? null : `${isReplayed ? 'not ' : ''}replayed`
}

async function tellStory({ policy, intents, ...start }: StoryWish, abreast: number): Promise<void> {
  const shop = await town.openShop(policy)
  const telling = new Telling(policy, shop)
  for (const command of opening(start)) expect(await telling.go([command])).toEqual([])
  for (let next = 0; next < intents.length; next += abreast) {
    const commands = intents.slice(next, next + abreast).map((intent) => telling.command(intent))
    const broken = await telling.go(commands)
    if (broken.length > 0) expect.fail([...telling.told, ...broken].join('\n'))
  }
  const broken = await shop.differences(telling.model)
  const checks = await audit(town.database.connectionString, shop.tenantId)
  for (const { name, violations } of checks) {
    broken.push(...violations.map(({ what, figures }) => `the auditor, ${name}: ${what} ${write(figures)}`))
  }
  if (broken.length > 0) expect.fail([...telling.told, ...broken].join('\n'))
  expect(town.failures).toEqual([])
}

describe.each([
  ['one server', 1],
  ['two servers at once', 2],
])('by %s', (_by, abreast) => {
  test(`${STORIES} stories are stored as the model has them (seed ${SEED})`, {
    timeout: 3_600_000,
  }, async () => {
    console.log(`seed ${SEED}`)
    const property = fc.asyncProperty(fc.noBias(stories), (story) => tellStory(story, abreast))
    await fc.assert(property, { seed: SEED + abreast, numRuns: STORIES })
  })
})
