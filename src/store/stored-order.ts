/** Orders as rows: absent details are left out of the document, so that it stays small. */
import type { Address, FulfilmentOrder, Order, OrderDetails } from '../order/order.js'

type Sparse<T> = { -readonly [K in keyof T]?: NonNullable<T[K]> }

/** What order_as_json (sql/0002) prints. */
export type StoredOrder = Omit<Order, 'details' | 'fulfilmentOrders'> & {
  details: StoredDetails
  fulfilmentOrders: StoredPart[]
}

/** Without times, it is where it was placed. */
type StoredPart = Omit<FulfilmentOrder, 'times'> & {
  times: FulfilmentOrder['times'] | null
  createdAt: number
}

interface StoredDetails extends Omit<Sparse<OrderDetails>, 'address'> {
  address: Sparse<Address>
}

/** What JSON.stringify leaves out is undefined; null would be written. */
export function sparseDetails(details: OrderDetails): object {
  const { address } = details
  return {
    address: {
      country: address.country,
      recipient: address.recipient,
      phone: address.phone ?? undefined,
      province: address.province ?? undefined,
      city: address.city ?? undefined,
      street1: address.street1 ?? undefined,
      street2: address.street2 ?? undefined,
      postalCode: address.postalCode ?? undefined,
      ioss: address.ioss ?? undefined,
      vat: address.vat ?? undefined,
    },
    lines: details.lines,
    failedLines: details.failedLines.length === 0 ? undefined : details.failedLines,
    speed: details.speed ?? undefined,
    remark: details.remark ?? undefined,
    salesChannel: details.salesChannel ?? undefined,
    storeNumber: details.storeNumber ?? undefined,
    holds: details.holds.length === 0 ? undefined : details.holds,
    holdLimitMs: details.holdLimitMs ?? undefined,
    endedShort: details.endedShort || undefined,
    review: details.review ?? undefined,
    rehearsal: details.rehearsal ?? undefined,
    label: details.label ?? undefined,
    voucher: details.voucher ?? undefined,
    placedParts: details.placedParts ?? undefined,
    payBy: details.payBy ?? undefined,
    waivedMinor: details.waivedMinor === 0 ? undefined : details.waivedMinor,
    paidAt: details.paidAt ?? undefined,
    cancelledAt: details.cancelledAt ?? undefined,
    refundedAt: details.refundedAt ?? undefined,
    cancelReason: details.cancelReason ?? undefined,
    warnings: details.warnings.length === 0 ? undefined : details.warnings,
    extra: details.extra ?? undefined,
  }
}

export function readOrder(stored: StoredOrder): Order {
  const { details } = stored
  const { address } = details
  return {
    ...stored,
    details: {
      address: {
        country: address.country ?? '',
        recipient: address.recipient ?? '',
        phone: address.phone ?? null,
        province: address.province ?? null,
        city: address.city ?? null,
        street1: address.street1 ?? null,
        street2: address.street2 ?? null,
        postalCode: address.postalCode ?? null,
        ioss: address.ioss ?? null,
        vat: address.vat ?? null,
      },
      lines: details.lines ?? [],
      failedLines: details.failedLines ?? [],
      speed: details.speed ?? null,
      remark: details.remark ?? null,
      salesChannel: details.salesChannel ?? null,
      storeNumber: details.storeNumber ?? null,
      holds: details.holds ?? [],
      holdLimitMs: details.holdLimitMs ?? null,
      endedShort: details.endedShort ?? false,
      review: details.review ?? null,
      ...(details.rehearsal !== undefined && { rehearsal: details.rehearsal }),
      label: details.label ?? null,
      voucher: details.voucher ?? null,
      placedParts: details.placedParts ?? null,
      payBy: details.payBy ?? null,
      waivedMinor: details.waivedMinor ?? 0,
      paidAt: details.paidAt ?? null,
      cancelledAt: details.cancelledAt ?? null,
      refundedAt: details.refundedAt ?? null,
      cancelReason: details.cancelReason ?? null,
      warnings: details.warnings ?? [],
      extra: details.extra ?? null,
    },
    fulfilmentOrders: stored.fulfilmentOrders.map(readPart),
  }
}

function readPart({ times, createdAt, ...part }: StoredPart): FulfilmentOrder {
  return { ...part, times: times ?? { [part.status]: createdAt } }
}
