/** The routes: each page is a script of its own, loaded when it is opened. */
import { createBrowserRouter, RouterProvider } from 'react-router'
import { FailedPage, LoadingPage, LostPage } from './parts/fallback'
import { Paper, Shell } from './parts/shell'
import { StartPage } from './parts/start'
import { SessionProvider } from './session'
import { ThemeProvider } from './theme'

const router = createBrowserRouter(
  [
    {
      path: '/paper',
      element: <Paper />,
      hydrateFallbackElement: <LoadingPage />,
      errorElement: <FailedPage />,
      children: [
        { path: 'packing-slip/:number', lazy: () => import('./pages/paper/packing-slip') },
        { path: 'pick-list', lazy: () => import('./pages/paper/pick-list') },
        { path: 'label/:orderNumber', lazy: () => import('./pages/paper/label') },
      ],
    },
    {
      path: '/',
      element: <Shell />,
      hydrateFallbackElement: <LoadingPage />,
      errorElement: <FailedPage />,
      children: [
        {
          errorElement: <FailedPage />,
          children: [
            { index: true, element: <StartPage /> },
            { path: 'orders', lazy: () => import('./pages/orders/orders-page') },
            { path: 'orders/:orderNumber', lazy: () => import('./pages/order/order-page') },
            { path: 'stock', lazy: () => import('./pages/stock/levels-page') },
            { path: 'stock/movements', lazy: () => import('./pages/stock/movements-page') },
            { path: 'overview', lazy: () => import('./pages/overview/overview-page') },
            { path: 'problems', lazy: () => import('./pages/problems/problems-page') },
            { path: 'connections', lazy: () => import('./pages/connections/connections-page') },
            { path: 'connections/:id', lazy: () => import('./pages/connection/connection-page') },
            { path: 'settings/locations', lazy: () => import('./pages/locations/locations-page') },
            { path: 'settings/shipping', lazy: () => import('./pages/shipping/methods-page') },
            { path: 'settings/shipping/:code', lazy: () => import('./pages/rates/rates-page') },
            { path: 'settings/accounts', lazy: () => import('./pages/accounts/accounts-page') },
            { path: 'settings/accounts/:name', lazy: () => import('./pages/account/account-page') },
            { path: 'settings/tenant', lazy: () => import('./pages/tenant/tenant-page') },
            { path: 'webhooks', lazy: () => import('./pages/webhooks/webhooks-page') },
            { path: 'webhooks/:id', lazy: () => import('./pages/webhooks/deliveries-page') },
            { path: 'people', lazy: () => import('./pages/people/people-page') },
            { path: 'audit-log', lazy: () => import('./pages/people/audit-page') },
            { path: 'items', lazy: () => import('./pages/items/items-page') },
            { path: 'credentials', lazy: () => import('./pages/credentials/credentials-page') },
            { path: 'playground', lazy: () => import('./pages/playground/playground-page') },
            { path: 'requests', lazy: () => import('./pages/requests/requests-page') },
            { path: 'requests/:id', lazy: () => import('./pages/request/request-page') },
            { path: 'imports', lazy: () => import('./pages/imports/imports-page') },
            { path: 'imports/:id', lazy: () => import('./pages/imports/import-page') },
            { path: 'warehouse', lazy: () => import('./pages/warehouse/queues-page') },
            { path: 'warehouse/station', lazy: () => import('./pages/warehouse/station-page') },
            { path: 'inbound', lazy: () => import('./pages/inbound/notices-page') },
            { path: 'inbound/:number', lazy: () => import('./pages/inbound/notice-page') },
            { path: '*', element: <LostPage /> },
          ],
        },
      ],
    },
  ],
  { basename: '/console' },
)

export function ConsoleApp() {
  return (
    <ThemeProvider>
      <SessionProvider>
        <RouterProvider router={router} />
      </SessionProvider>
    </ThemeProvider>
  )
}
