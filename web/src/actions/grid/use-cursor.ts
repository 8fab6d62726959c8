import { useState } from 'react'
import { usePlace } from '@/state/place'
import { useSequence } from '@/state/sequence'

interface CursorState {
  readonly list: unknown
  readonly cursor: number | null
  /** Where a range begins. */
  readonly anchor: number
  /** The place of the open image that the cursor went to last. */
  readonly followed: number | null
}

/** The tile that is current for the keyboard; it follows the open image, and starts anew with another question. */
export function useCursor(list: unknown, total: number) {
  const [state, setState] = useState<CursorState>({ list, cursor: null, anchor: 0, followed: null })
  const isOpen = usePlace((place) => place.image !== null)
  const sequence = useSequence((known) => known.sequence?.index ?? null)
  const opened = isOpen ? sequence : null
  if (state.list !== list) setState({ list, cursor: null, anchor: 0, followed: opened })
  else if (state.followed !== opened) {
    setState({ ...state, followed: opened, ...(opened !== null && { cursor: opened, anchor: opened }) })
  }
  return {
    opened,
    cursor: state.cursor !== null && state.cursor < total ? state.cursor : null,
    anchor: state.anchor,
    setCursor: (cursor: number) => setState((old) => ({ ...old, cursor })),
    setAnchor: (anchor: number) => setState((old) => ({ ...old, anchor })),
  }
}
