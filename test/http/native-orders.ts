// Orders that the native API itself can't place.
import type { TestHub } from '../support/hub.js'

/** An order of mugs of the tenant's one account, that is paid when its buyer says so. */
export async function placeOnRequest(hub: TestHub, tenantId: number, quantity: number): Promise<number> {
  const placed = await hub.lanes.of(tenantId).submit({
    kind: 'place',
    caller: { accountId: 1, ownerId: 1 },
    key: null,
    family: 'test',
    dialect: 'test',
    sellerOrderNumber: null,
    contentHash: '',
    address: {
      country: 'US',
      recipient: 'Ann',
      phone: null,
      province: null,
      city: null,
      street1: null,
      street2: null,
      postalCode: null,
      ioss: null,
      vat: null,
    },
    lines: [{ sku: 'MUG', quantity, wishedLocation: null }],
    speed: null,
    payment: 'on_request',
    remark: null,
    salesChannel: null,
    warnings: [],
    extra: null,
  })
  if (!placed.ok) throw new Error(placed.rejection.kind)
  return placed.value.orderNumber
}
