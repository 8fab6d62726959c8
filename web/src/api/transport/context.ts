import { createContext, useContext } from 'react'
import type { Transport } from './transport'

export const TransportContext = createContext<Transport | null>(null)

/** The way to the server of this app. */
export function useTransport(): Transport {
  const transport = useContext(TransportContext)
  if (transport === null) throw new Error('There is no transport above this component: wrap it in TransportContext.')
  return transport
}
