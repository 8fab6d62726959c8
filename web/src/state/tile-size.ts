/** How large tiles are: a matter of taste and of the screen, so it stays in this browser and out of the URL. */
import { create } from 'zustand'
import { isNumber, recall, remember } from '@/lib/remembered'

export const TILE_SIZES = { min: 88, max: 440, step: 4, start: 184 } as const

const KEY = 'tile-size'

export const useTileSize = create<{ readonly size: number }>(() => ({ size: recall(KEY, TILE_SIZES.start, isNumber) }))

/** Makes tiles larger or smaller. */
export function setTileSize(wished: number): void {
  const size = Math.min(Math.max(Math.round(wished), TILE_SIZES.min), TILE_SIZES.max)
  useTileSize.setState({ size })
  remember(KEY, size)
}
