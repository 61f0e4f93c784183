// Every page of the console, for what is looked at on each of them.
import type { Seeded } from './seed.js'

/** Paths below /console/, by a name for people. */
export function pagesOf(seeded: Seeded): Readonly<Record<string, string>> {
  return {
    orders: 'orders',
    'orders-filtered': 'orders?orderStatus=processing&sku=MUG-WHITE',
    'orders-none': 'orders?sku=NOTHING',
    'order-allocated': `orders/${seeded.allocated}`,
    'order-shipped': `orders/${seeded.shipped}`,
    'order-short': `orders/${seeded.short}`,
    'order-held': `orders/${seeded.held}`,
    'order-cancelled': `orders/${seeded.cancelled}`,
    'order-unknown': 'orders/1',
    stock: 'stock',
    movements: 'stock/movements',
    items: 'items',
    overview: 'overview',
    problems: 'problems',
    'problems-none': 'problems?kind=endpoint_paused',
    connections: 'connections',
    webhooks: 'webhooks',
    deliveries: 'webhooks/1',
    people: 'people',
    'audit-log': 'audit-log',
    credentials: 'credentials',
    requests: 'requests?dialect=native',
    request: 'requests/1',
    playground: 'playground',
    work: 'work?location=RENO&status=allocated',
    'work-short': 'work?location=RENO&status=shortage',
    'work-held': 'work?location=RENO&status=hold',
    'work-none': 'work?location=SZX&status=packed',
    station: 'work/station',
    inbound: 'inbound',
    'inbound-notice': 'inbound/IN-1',
    imports: 'imports',
    'packing-slip': `paper/packing-slip/${seeded.allocated}-1`,
    'pick-list': 'paper/pick-list?location=RENO',
    'label-none': `paper/label/${seeded.allocated}`,
    lost: 'no/such/page',
  }
}
