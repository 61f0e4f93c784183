/** The routes: each page is a script of its own, loaded when it is opened. */
import type { ComponentType } from 'react'
import { createBrowserRouter, type RouteObject, RouterProvider } from 'react-router'
import { type ConsolePage, FRAMED_PAGES, PAPER_PAGES } from '../../src/http/console-pages.js'
import { FailedPage, LoadingPage, LostPage } from './parts/fallback'
import { Paper, Shell } from './parts/shell'
import { StartPage } from './parts/start'
import { SessionProvider } from './session'
import { ThemeProvider } from './theme'

const SCRIPTS = import.meta.glob<{ readonly Component: ComponentType }>([
  './pages/*/*-page.tsx',
  './pages/paper/{label,packing-slip,pick-list}.tsx',
  '!./pages/sign-in/*',
])

function routeTo({ path, script }: ConsolePage): RouteObject {
  const lazy = SCRIPTS[`./pages/${script}.tsx`]
  if (lazy === undefined) throw new Error(`${script} is no page`)
  return { path: `/${path}`, lazy }
}

const STANDING_IN = { hydrateFallbackElement: <LoadingPage />, errorElement: <FailedPage /> }

const router = createBrowserRouter(
  [
    { path: '/paper', element: <Paper />, ...STANDING_IN, children: PAPER_PAGES.map(routeTo) },
    {
      path: '/',
      element: <Shell />,
      ...STANDING_IN,
      children: [
        {
          errorElement: <FailedPage />,
          children: [
            { index: true, element: <StartPage /> },
            ...FRAMED_PAGES.map(routeTo),
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
