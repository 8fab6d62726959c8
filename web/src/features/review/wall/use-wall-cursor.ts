import { useState } from 'react'
import { spotOf, type Shown } from '@/math/wall-shown'
import type { WallData } from '../types'
import { samePlace } from './same-place'

/** The crop that the keyboard is on. It stays with its item when others are hidden, and is gone with another order. */
export function useWallCursor(wall: WallData, shown: Shown) {
  const [state, setState] = useState<{ readonly wall: WallData; readonly place: number | null }>({ wall, place: null })
  if (state.wall !== wall) {
    const kept = state.place === null ? null : samePlace(state.wall, wall, state.place)
    setState({ wall, place: kept?.isSame === true ? kept.place : null })
  }
  const spot = state.place === null ? -1 : spotOf(shown, state.place)
  return {
    /** Null where there is none, or where it is hidden. */
    cursor: spot >= 0 && shown.places[spot] === state.place ? spot : null,
    setCursor: (to: number) => setState({ wall, place: shown.places[to] ?? null }),
  }
}
