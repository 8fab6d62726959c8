import { MantineProvider } from '@mantine/core'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { TransportContext } from '@/api/transport/context'
import type { Transport } from '@/api/transport/transport'
import { BASE_PATH } from '@/lib/base-path'
import { askAhead } from './ahead'
import { makeRouter } from './router'
import { schemeManager } from './scheme'
import { theme } from './theme'

/** Starts the app in this element. */
export function mount(element: HTMLElement, client: QueryClient, transport: Transport): void {
  createRoot(element).render(
    <StrictMode>
      <TransportContext value={transport}>
        <QueryClientProvider client={client}>
          {/* No style elements: every rule comes from a file, so that the strict content security policy holds. */}
          <MantineProvider
            theme={theme}
            defaultColorScheme="auto"
            colorSchemeManager={schemeManager()}
            withCssVariables={false}
            withGlobalClasses={false}
          >
            <RouterProvider router={makeRouter(BASE_PATH, (address) => void askAhead(client, transport, address))} />
          </MantineProvider>
        </QueryClientProvider>
      </TransportContext>
    </StrictMode>,
  )
}
