/** What a batch of commands names, and so must be in the snapshot before they can be decided. */
import type { Command } from './command.js'
import { type NoticeName, noticeKey } from './notice.js'
import { answeredKey, type Snapshot, sellerKey, skuKey } from './snapshot.js'

interface Sellers {
  readonly accountId: number
  readonly family: string
  readonly sellerOrderNumber: string
  readonly numberScope: string
}

export interface Needs {
  readonly accounts: Set<number>
  readonly skus: Map<string, { ownerId: number; sku: string }>
  readonly orders: Set<number>
  readonly notices: Map<string, NoticeName & { readonly accountId: number }>
  readonly sellers: Map<string, Sellers>
  readonly keys: Map<string, { accountId: number; key: string }>
  /** Accounts whose unpaid orders a command may pay. */
  readonly unpaid: Set<number>
}

export function needsOf(commands: readonly Command[]): Needs {
  const needs: Needs = {
    accounts: new Set(),
    skus: new Map(),
    orders: new Set(),
    notices: new Map(),
    sellers: new Map(),
    keys: new Map(),
    unpaid: new Set(),
  }
  for (const command of commands) addNeeds(needs, command)
  return needs
}

function addNeeds(needs: Needs, command: Command): void {
  const { accountId, ownerId } = command.caller
  needs.accounts.add(accountId)
  if (command.key !== null) {
    const { key } = command.key
    needs.keys.set(answeredKey(accountId, key), { accountId, key })
  }
  switch (command.kind) {
    case 'place':
      for (const { sku } of command.lines) needs.skus.set(skuKey(ownerId, sku), { ownerId, sku })
      if (command.sellerOrderNumber !== null) {
        const { family, sellerOrderNumber, numberScope = '' } = command
        const seller = { accountId, family, sellerOrderNumber, numberScope }
        needs.sellers.set(sellerKey(accountId, family, sellerOrderNumber, numberScope), seller)
      }
      break
    case 'move_stock':
    case 'count_stock':
      needs.skus.set(skuKey(ownerId, command.sku), { ownerId, sku: command.sku })
      break
    case 'hold':
    case 'pack':
    case 'deliver':
    case 'annotate':
      needs.orders.add(command.orderNumber)
      break
    case 'review':
    case 'release':
    case 'allocate':
    case 'move':
    case 'label':
    case 'hand_over':
      needs.orders.add(command.orderNumber)
      for (const sku of command.skus) needs.skus.set(skuKey(ownerId, sku), { ownerId, sku })
      break
    case 'track':
    case 'split':
    case 'merge':
      needs.orders.add(command.orderNumber)
      break
    case 'announce_notice':
    case 'confirm_notice':
    case 'receive_notice':
    case 'close_notice':
    case 'withdraw_notice':
      needs.notices.set(noticeKey(accountId, command.name), { accountId, ...command.name })
      if (command.kind !== 'receive_notice') break
      for (const { sku } of command.counts) needs.skus.set(skuKey(ownerId, sku), { ownerId, sku })
      break
    case 'pay':
    case 'submit_voucher':
    case 'settle_payment':
    case 'cancel':
    case 'expire':
    case 'rehearse':
    case 'request_after_sale':
      needs.orders.add(command.orderNumber)
      needs.unpaid.add(accountId)
      break
    case 'decide_after_sale':
    case 'act_on_after_sale':
    case 'receive_return':
    case 'review_refunds':
      needs.orders.add(command.orderNumber)
      needs.unpaid.add(accountId)
      for (const sku of command.skus) needs.skus.set(skuKey(ownerId, sku), { ownerId, sku })
      break
    case 'serve_waiting':
      for (const { orderNumber, skus } of command.parts) {
        needs.orders.add(orderNumber)
        for (const sku of skus) {
          needs.skus.set(skuKey(command.ownerId, sku), { ownerId: command.ownerId, sku })
        }
      }
      break
    case 'top_up':
    case 'pay_waiting':
      needs.accounts.add(command.accountId)
      needs.unpaid.add(command.accountId)
      break
  }
}

/** Whether a snapshot has all that these commands need: the usual case, told without listing it. */
export function hasAll(snapshot: Snapshot, commands: readonly Command[]): boolean {
  return commands.every((command) => {
    const { accountId, ownerId } = command.caller
    if (!snapshot.accounts.has(accountId)) return false
    if (command.kind === 'review') {
      const due = snapshot.orders.get(command.orderNumber)?.due ?? null
      return due !== null && command.skus.every((sku) => snapshot.knows(ownerId, sku))
    }
    if (command.kind === 'move_stock' || command.kind === 'count_stock') {
      return snapshot.knows(ownerId, command.sku)
    }
    if (command.kind !== 'place') return false
    return command.lines.every((line) => snapshot.knows(ownerId, line.sku))
  })
}

/**
 * Seller's numbers and keys are hopefully new: the unique indexes of the store say so for certain when the batch
 * is written, so they are not asked for beforehand.
 */
export function withoutRepeats(needs: Needs): Needs {
  return { ...needs, sellers: new Map(), keys: new Map() }
}

/** What of it a snapshot lacks. Orders and notices are always loaded anew. */
export function missingFrom(snapshot: Snapshot, needs: Needs): Needs {
  const accounts = new Set([...needs.accounts].filter((id) => !snapshot.accounts.has(id)))
  const skus = new Map<string, { ownerId: number; sku: string }>()
  for (const [key, one] of needs.skus) if (!snapshot.knows(one.ownerId, one.sku)) skus.set(key, one)
  return { ...needs, accounts, skus }
}
