/** What befalls an order on its way to the buyer, as a whole or in one of its fulfilment orders. */
import type { Caller, CommandKey } from '../caller.js'
import type { Hold, Label, Package, TrackingEvent } from '../order.js'

/** What happens to an order, or to one of its fulfilment orders: `sequence` names it, null stands for all. */
interface OrderAct<K extends string> {
  readonly kind: K
  readonly caller: Caller
  readonly key: CommandKey | null
  readonly orderNumber: number
  readonly sequence: number | null
}

export interface HoldOrder extends OrderAct<'hold'> {
  readonly hold: Hold
}

/** `skus`: those of its lines, so that their stock is at hand. */
export interface ReleaseOrder extends OrderAct<'release'> {
  readonly skus: readonly string[]
}

export interface AllocateOrder extends OrderAct<'allocate'> {
  readonly skus: readonly string[]
}

export type NewPackage = Package

/** Null: one package with everything. `anew`: what is packed and still here is packed in another way. */
export interface PackOrder extends OrderAct<'pack'> {
  readonly packages: readonly NewPackage[] | null
  readonly anew?: boolean
}

/** Null: all packages that are left. `skus` as for a release. */
export interface HandOverOrder extends OrderAct<'hand_over'> {
  readonly carrier: string
  readonly trackingNumber: string
  readonly packageNumber: string | null
  readonly skus: readonly string[]
}

/** All that carriers have, if no part is named. */
export interface DeliverOrder extends OrderAct<'deliver'> {
  /** Only what has something of these lines in it; whatever is in it if not given. */
  readonly lineNumbers?: readonly number[]
}

/** In any of its parts, if none is named. */
export interface TrackParcel extends OrderAct<'track'> {
  readonly trackingNumber: string
  readonly events: readonly TrackingEvent[]
}

/** Pieces that leave a fulfilment order for one of their own at the same location. */
export interface SplitPart extends OrderAct<'split'> {
  readonly lines: readonly { readonly lineNumber: number; readonly quantity: number }[]
}

/** Fulfilment orders of one location that become one: the first that is named. */
export interface MergeParts extends OrderAct<'merge'> {
  readonly sequences: readonly number[]
}

export interface MovePart extends OrderAct<'move'> {
  readonly location: string
  readonly skus: readonly string[]
}

/** Notes what its shop says of it; with a hold, it is held if it still can be. */
export interface AnnotateOrder extends OrderAct<'annotate'> {
  /** `refuse`: it is too late once a parcel has left, or it is over. */
  readonly whenShipped?: 'refuse'
  readonly extra: Readonly<Record<string, string>>
  readonly hold: Hold | null
  /** Its remark from now on; null: none, not given: as it is. */
  readonly remark?: string | null
}

/** A label that comes after its order: what waits for nothing else goes on. `skus` as for a release. */
export interface LabelOrder extends OrderAct<'label'> {
  /** Null: the order is only told the rest. */
  readonly label: Label | null
  readonly extra: Readonly<Record<string, string>>
  readonly skus: readonly string[]
}
