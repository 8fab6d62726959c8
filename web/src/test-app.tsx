/** Shows a component as the app would, at an address, with a transport: for tests. */
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, createRootRoute, createRoute, createRouter, Outlet, RouterProvider } from '@tanstack/react-router'
import { render } from '@testing-library/react'
import type { FunctionComponent } from 'react'
import { TransportContext } from '@/api/transport/context'
import type { Transport } from '@/api/transport/transport'
import { placeSearch } from '@/state/place'

/** Renders `Shown` on every page; `query` reads a value of the place in the URL. */
export function renderAt(address: string, Shown: FunctionComponent, transport: Transport) {
  const root = createRootRoute({ component: Outlet, validateSearch: (raw: Record<string, unknown>) => placeSearch(raw) })
  const pages = ['/overview', '/explore', '/issues', '/models', '/metrics'].map((path) => createRoute({ getParentRoute: () => root, path, component: Shown }))
  const router = createRouter({
    routeTree: root.addChildren(pages),
    history: createMemoryHistory({ initialEntries: [address] }),
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => `?${new URLSearchParams(search as Record<string, string>).toString()}`,
  })
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const view = render(
    <TransportContext value={transport}>
      <QueryClientProvider client={client}>
        <MantineProvider env="test">
          <RouterProvider router={router} />
        </MantineProvider>
      </QueryClientProvider>
    </TransportContext>,
  )
  return {
    ...view,
    client,
    page: () => router.state.location.pathname,
    query: (name: string) => new URLSearchParams(router.state.location.searchStr).get(name),
  }
}
