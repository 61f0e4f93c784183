/**
 * The pages of the console, by their addresses: the one table by which its router finds them, and by which the server
 * names to a browser at once what a page is going to need.
 */

export interface ConsolePage {
  /** Below /console/, as the router writes it: `orders/:orderNumber`. */
  readonly path: string
  /** Below console/src/pages/, without its ending. */
  readonly script: string
  /** What it reads of the hub before anything else, where its address has no query. */
  readonly reads?: readonly string[]
}

/** What is printed has no frame around it. */
export const PAPER_PAGES: readonly ConsolePage[] = [
  { path: 'paper/packing-slip/:number', script: 'paper/packing-slip' },
  { path: 'paper/pick-list', script: 'paper/pick-list' },
  { path: 'paper/label/:orderNumber', script: 'paper/label' },
]

export const FRAMED_PAGES: readonly ConsolePage[] = [
  { path: 'orders', script: 'orders/orders-page', reads: ['/v1/orders?limit=50'] },
  { path: 'orders/:orderNumber', script: 'order/order-page' },
  { path: 'stock', script: 'stock/levels-page' },
  { path: 'stock/movements', script: 'stock/movements-page' },
  { path: 'overview', script: 'overview/overview-page', reads: ['/v1/overview?hours=24'] },
  { path: 'problems', script: 'problems/problems-page' },
  { path: 'connections', script: 'connections/connections-page' },
  { path: 'connections/:id', script: 'connection/connection-page' },
  { path: 'settings/locations', script: 'locations/locations-page' },
  { path: 'settings/shipping', script: 'shipping/methods-page' },
  { path: 'settings/shipping/:code', script: 'rates/rates-page' },
  { path: 'settings/accounts', script: 'accounts/accounts-page' },
  { path: 'settings/accounts/:name', script: 'account/account-page' },
  { path: 'settings/tenant', script: 'tenant/tenant-page' },
  { path: 'webhooks', script: 'webhooks/webhooks-page' },
  { path: 'webhooks/:id', script: 'webhooks/deliveries-page' },
  { path: 'people', script: 'people/people-page' },
  { path: 'audit-log', script: 'people/audit-page' },
  { path: 'items', script: 'items/items-page' },
  { path: 'credentials', script: 'credentials/credentials-page' },
  { path: 'playground', script: 'playground/playground-page' },
  { path: 'requests', script: 'requests/requests-page' },
  { path: 'requests/:id', script: 'request/request-page' },
  { path: 'imports', script: 'imports/imports-page' },
  { path: 'imports/:id', script: 'imports/import-page' },
  { path: 'warehouse', script: 'warehouse/queues-page' },
  { path: 'warehouse/station', script: 'warehouse/station-page' },
  { path: 'inbound', script: 'inbound/notices-page' },
  { path: 'inbound/:number', script: 'inbound/notice-page' },
]

/** Where one comes to who asks for none of them, and may read orders. */
export const START = 'overview'

/** `path`: below /console/. Undefined: none of these stands there. */
export function consolePageAt(path: string): ConsolePage | undefined {
  const named = path.split('/').filter((part) => part !== '')
  const asked = named.length === 0 ? [START] : named
  return [...PAPER_PAGES, ...FRAMED_PAGES].find((page) => {
    const parts = page.path.split('/')
    return (
      parts.length === asked.length && parts.every((part, at) => part.startsWith(':') || part === asked[at])
    )
  })
}
