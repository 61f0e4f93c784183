/** Commands on one order as a caller words them: who asks, for which order and with which stock is added on the way. */

import type { CommandKey } from './caller.js'
import type { Command } from './command.js'

/** What is done to one order for a caller; what the hub does by itself has no key. */
type ForCaller<C extends Command> = C extends { readonly orderNumber: number; readonly key: infer Key }
  ? CommandKey extends Key
    ? C
    : never
  : never
type Wish<C> = C extends Command ? Omit<C, 'caller' | 'key' | 'orderNumber' | 'skus'> : never

export type OrderWish = Wish<ForCaller<Command>>

/** What came of one. */
export interface Acted<O> {
  readonly order: O
  /** It was so already: nothing has changed. */
  readonly replayed: boolean
  /** Of the after-sale that it was about. */
  readonly afterSaleNumber: number | null
}
