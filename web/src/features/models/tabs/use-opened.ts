import { useCallback } from 'react'
import { usePlace } from '@/state/place'
import type { ItemsDoor } from '../tab'

/** Whether the results of a door are those that are listed now: its mark is the current one. */
export function useOpened(): (door: ItemsDoor) => boolean {
  const cells = usePlace((place) => place.cells)
  const within = usePlace((place) => place.within)
  return useCallback(
    (door: ItemsDoor) => door.cells === cells && (door.within ?? '') === within && cells + within !== '',
    [cells, within],
  )
}
