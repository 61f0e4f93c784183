/** Receiving and adjusting stock. A level never falls below what is reserved. */
import type { CountStock, MoveStock } from './commands/stock.js'
import type { Decision } from './decision.js'
import { NO_EFFECTS } from './effects.js'
import { refuse } from './rejection.js'
import type { Snapshot } from './snapshot.js'

/** The most pieces that one level may hold: a signed 32-bit integer in the store. */
export const MAX_ON_HAND = 2_147_483_647

export function moveStock(snapshot: Snapshot, command: MoveStock): Decision {
  const { sku, location, quantity } = command
  const { ownerId } = command.caller
  if (snapshot.itemOf(ownerId, sku) === null) return refuse({ kind: 'not_found', what: 'item', id: sku })
  if (!snapshot.locations.has(location)) {
    return refuse({ kind: 'not_found', what: 'stock location', id: location })
  }
  const level = snapshot.levelsOf(ownerId, sku).find((one) => one.location === location)
  const reserved = level?.reserved ?? 0
  const onHand = (level?.onHand ?? 0) + quantity
  if (onHand < reserved || onHand > MAX_ON_HAND) {
    const reason =
      onHand > MAX_ON_HAND
        ? `${onHand} pieces are more than a level can hold (${MAX_ON_HAND})`
        : `${onHand} pieces would be left, while ${reserved} are reserved`
    return refuse({ kind: 'stock_out_of_range', sku, location, reason })
  }
  return {
    ok: true,
    replayed: false,
    outcome: { sku, location, onHand, reserved, available: onHand - reserved },
    effects: {
      placed: [],
      changed: [],
      levels: [{ ownerId, sku, location, onHand: quantity, reserved: 0, isNew: level === undefined }],
      movements: [{ ownerId, sku, location, quantity, onHand, reason: command.reason }],
      entries: [],
      events: [],
      queues: [],
    },
  }
}

/** A level that is as it was counted is left as it is. */
export function countStock(snapshot: Snapshot, command: CountStock): Decision {
  const { sku, location, onHand } = command
  const known = snapshot.levelsOf(command.caller.ownerId, sku).find((one) => one.location === location)
  const quantity = onHand - (known?.onHand ?? 0)
  const decision = moveStock(snapshot, { ...command, kind: 'move_stock', quantity })
  if (!decision.ok) return decision
  const reserved = known?.reserved ?? 0
  return {
    ...decision,
    outcome: { sku, location, onHand, reserved, available: onHand - reserved, moved: quantity },
    effects: quantity === 0 ? NO_EFFECTS : decision.effects,
  }
}
