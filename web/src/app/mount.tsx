/** The composition root: the only place that knows which transport the app speaks. */
import '@fontsource-variable/inter/index.css'
import '@mantine/core/styles/baseline.css'
import '@mantine/core/styles/default-css-variables.css'
import '@mantine/core/styles/global.css'
import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/Paper.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/Menu.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import './tokens.css'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { TransportContext } from '@/api/transport/context'
import { ServerGone } from '@/api/transport/errors'
import { httpTransport } from '@/api/transport/http'
import { BASE_PATH } from '@/lib/base-path'
import { makeRouter } from './router'
import { schemeManager } from './scheme'
import { theme } from './theme'

/** Starts the app in this element. */
export function mount(element: HTMLElement | null): void {
  if (element === null) throw new Error('The page has no element with the id "root".')
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: false,
        // A refusal stays a refusal; only a server that does not answer is worth asking again.
        retry: (failures, error) => error instanceof ServerGone && failures < 2,
      },
    },
  })
  const transport = httpTransport(BASE_PATH)
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
            <RouterProvider router={makeRouter(BASE_PATH)} />
          </MantineProvider>
        </QueryClientProvider>
      </TransportContext>
    </StrictMode>,
  )
}
