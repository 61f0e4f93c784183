/** Stock that comes, goes, is counted, and is given to those who wait for it. */
import type { Caller, CommandKey } from '../caller.js'

/** Receives (positive) or takes off (negative) pieces; never below what is reserved. */
export interface MoveStock {
  readonly kind: 'move_stock'
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly sku: string
  readonly location: string
  readonly quantity: number
  readonly reason: string
}

/** Sets how many pieces were counted, whatever was booked before; never below what is reserved. */
export interface CountStock extends Omit<MoveStock, 'kind' | 'quantity'> {
  readonly kind: 'count_stock'
  readonly onHand: number
}

/** Gives what is free at one location to the parts that wait for it there, in the order given. */
export interface ServeWaiting {
  readonly kind: 'serve_waiting'
  readonly caller: Caller
  readonly key: null
  readonly ownerId: number
  readonly location: string
  readonly parts: readonly {
    readonly orderNumber: number
    readonly sequence: number
    /** Those of its lines, so that their stock is at hand. */
    readonly skus: readonly string[]
  }[]
}
