/** What shops ask of a warehouse besides orders: their goods, what they send there, and what is there. */
import type { Page, Paging } from './calls.js'
import type { InboundNotice, NoticeName, NoticeWish } from './notice.js'

/** Goods as a shop describes them. */
export interface GoodsWish {
  readonly sku: string
  readonly name: string
  readonly weightGrams: number
  readonly lengthMillimetres: number
  readonly widthMillimetres: number
  readonly heightMillimetres: number
  /** Fields that mean nothing to the engine: those that are not sent again stay as they were. */
  readonly extra: Readonly<Record<string, unknown>>
}

export interface GoodsRecord extends Pick<GoodsWish, 'sku' | 'name' | 'extra'> {}

export interface InventoryFilter {
  readonly location: string
  /** All that the location has, had or expects, if not given. */
  readonly skus?: readonly string[]
}

/** `pending`: announced and not received yet. `defective`: there, and not for sale. */
export interface InventoryRow {
  readonly sku: string
  readonly onHand: number
  readonly reserved: number
  readonly pending: number
  readonly defective: number
}

export interface WarehouseCalls {
  /** Makes a notice, or announces it anew while nothing of it has come. `content` is what a repetition is held against. */
  announceNotice: {
    input: { name: NoticeName; dialect: string; content: string; wish: NoticeWish }
    output: InboundNotice
  }
  readNotice: { input: NoticeName; output: InboundNotice }
  withdrawNotice: { input: NoticeName; output: InboundNotice }
  /**
   * Makes items, or describes them anew; neither stock nor prices change. An account that draws on another's catalogue
   * changes only what it has added to it.
   */
  putGoods: { input: { goods: readonly GoodsWish[] }; output: readonly GoodsRecord[] }
  listInventory: { input: { filter: InventoryFilter; paging: Paging }; output: Page<InventoryRow> }
}
