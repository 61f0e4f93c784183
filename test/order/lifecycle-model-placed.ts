/** What the model finds wrong with an order that the engine has made; what is right is nothing. */
import type { PlaceOrder } from '../../src/order/commands/order.js'
import type { Order } from '../../src/order/order.js'
import { sum } from './lifecycle-model-order.js'
import { failuresOf, OPEN, rateOf, shippers, shortLine, wishedSpeed } from './lifecycle-model-placing.js'
import { itemOf, type World } from './lifecycle-model-world.js'

/** What is wrong with the order that the engine made of a wish that the model accepts; what is right is nothing. */
export function faultsOfPlaced(world: World, command: PlaceOrder, order: Order): string[] {
  const { ownerId } = command.caller
  const isDraft = order.due?.kind === 'review'
  const failed = command.partial === true ? failuresOf(world, command) : []
  const kept = command.lines.filter((_line, index) => failed.every((one) => one.position !== index + 1))
  const faults: string[] = []
  const told = order.details.failedLines.map(({ position, fault }) => `${position} ${fault}`)
  const expected = failed.map(({ position, fault }) => `${position} ${fault}`)
  if (told.join() !== expected.join()) faults.push(`fails ${told} instead of ${expected}`)
  const asked = kept.map(({ sku, quantity }, index) => `${index + 1} ${sku} ${quantity}`)
  const rows = order.fulfilmentOrders.flatMap((part) => part.lines)
  const shipped = order.details.lines.map(({ lineNumber, sku }) => {
    const mine = rows.filter((row) => row.lineNumber === lineNumber && row.sku === sku)
    return `${lineNumber} ${sku} ${sum(mine.map((row) => row.quantity))}`
  })
  if (shipped.join() !== asked.join()) faults.push(`ships ${shipped} instead of ${asked}`)
  const free = isDraft || command.ownGoods === true
  const goods = free
    ? 0
    : sum(kept.map((line) => line.quantity * (itemOf(ownerId, line.sku)?.priceMinor ?? 0)))
  const freight = isDraft ? 0 : sum(order.fulfilmentOrders.map((part) => freightOf(command, part)))
  if (order.goodsMinor !== goods) faults.push(`goods cost ${order.goodsMinor} instead of ${goods}`)
  if (order.freightMinor !== freight) faults.push(`freight is ${order.freightMinor} instead of ${freight}`)
  if (order.finalMinor !== goods + freight) faults.push(`all costs ${order.finalMinor}`)
  return [...faults, ...faultsOfPlaces(world, command, order)]
}

function freightOf(command: PlaceOrder, part: Order['fulfilmentOrders'][number]): number {
  const speed = wishedSpeed(command)
  const weight = (sku: string) => itemOf(command.caller.ownerId, sku)?.weightGrams ?? 0
  const grams = sum(part.lines.map((line) => line.quantity * weight(line.sku)))
  return speed === null ? 0 : costOf(speed, part.location, command.address.country, grams)
}

function faultsOfPlaces(world: World, command: PlaceOrder, order: Order): string[] {
  const faults: string[] = []
  const { ownerId } = command.caller
  const codes = order.fulfilmentOrders.map((part) => part.location)
  if (new Set(codes).size < codes.length) faults.push('two parts are at one location')
  for (const code of codes) {
    if (!OPEN.some((one) => one.code === code)) faults.push(`${code} is closed`)
    if (![undefined, code].includes(command.onlyLocation)) faults.push(`${code} may not ship it`)
  }
  for (const { location, lines } of order.fulfilmentOrders) {
    for (const { sku } of lines) {
      const taken = sum(lines.filter((line) => line.sku === sku).map((line) => line.reserved))
      if (taken > world.free(ownerId, sku, location))
        faults.push(`${taken} ${sku} are not free at ${location}`)
    }
  }
  if (codes.length > 1 && someoneHasAll(world, command)) faults.push('it was split without need')
  return faults
}

function someoneHasAll(world: World, command: PlaceOrder): boolean {
  const { lines, caller } = command
  if (world.policy === 'nearest' || command.partial === true) return false
  if (lines.some((line) => line.wishedLocation !== null)) return false
  return shippers(command).some(
    (one) =>
      shortLine(
        world,
        caller.ownerId,
        lines.map((line) => ({ ...line, lineNumber: 1 })),
        [one],
      ) === null,
  )
}

/** Counted step by step, as a person would at the scales; what nobody has a price for costs nothing. */
function costOf(speed: string, location: string, country: string, grams: number): number {
  const rate = rateOf(speed, location, country)
  if (rate === undefined) return 0
  let cost = rate.firstMinor
  for (let paidFor = rate.firstGrams; paidFor < grams; paidFor += rate.stepGrams) cost += rate.stepMinor
  return cost
}
