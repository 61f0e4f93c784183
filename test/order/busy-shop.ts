/** The corner shop with stock and a first order, and what becomes of a further command there. */
import type { Command } from '../../src/order/command.js'
import type { RejectionKind } from '../../src/order/rejection.js'
import { type Line, Story, type Wish } from './corner-shop.js'

/** Lines such as `3 A`. */
export function of(...lines: readonly string[]): Line[] {
  return lines.map((line) => {
    const [quantity = '', sku = ''] = line.split(' ')
    return [sku, Number(quantity)] as const
  })
}

export const NUMBERED: Wish = { sellerOrderNumber: 'S-1', lines: of('1 A') }

export function busyShop(): Story {
  const story = new Story()
    .receive('A', { NEAR: 5 })
    .receive('B', { NEAR: 2, FAR: 1 })
    .receive('OFF', { NEAR: 5 })
  story.place(NUMBERED)
  story.snapshot.remember(1, { key: 'k', contentHash: 'first' }, { orderNumber: 1, replayed: false })
  return story
}

export function refusalOf(story: Story, command: Command): RejectionKind | 'accepted' {
  const decision = story.decide(command)
  return decision.ok ? 'accepted' : decision.rejection.kind
}
