/** Money: orders are paid, and accounts topped up. */
import type { Caller, CommandKey } from '../caller.js'

/** Pays it from the balance; what no balance holds, a person confirms. */
export interface PayOrder {
  readonly kind: 'pay'
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly orderNumber: number
}

export interface SubmitVoucher {
  readonly kind: 'submit_voucher'
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly orderNumber: number
  readonly urls: readonly string[]
  readonly remark: string | null
}

export interface SettlePayment {
  readonly kind: 'settle_payment'
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly orderNumber: number
  readonly approved: boolean
  readonly reason: string | null
}

/** Money that reached the account outside of the API. Unpaid orders are then paid, oldest first. */
export interface TopUp {
  readonly kind: 'top_up'
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly accountId: number
  readonly amountMinor: number
}

/** Pays what the balance suffices for, oldest first, at most `UNPAID_LIMIT` orders a command. */
export interface PayWaiting {
  readonly kind: 'pay_waiting'
  readonly caller: Caller
  readonly key: null
  readonly accountId: number
}

/** How many waiting orders one command looks at. */
export const UNPAID_LIMIT = 200
