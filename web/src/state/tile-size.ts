/** How large tiles are: a matter of taste and of the screen, so it stays in this browser and out of the URL. */
import { create } from 'zustand'
import { recallTileSize, rememberTileSize, TILE_SIZES } from '@/lib/tile-size'

export const useTileSize = create<{ readonly size: number }>(() => ({ size: recallTileSize() }))

/** Makes tiles larger or smaller. */
export function setTileSize(wished: number): void {
  const size = Math.min(Math.max(Math.round(wished), TILE_SIZES.min), TILE_SIZES.max)
  useTileSize.setState({ size })
  rememberTileSize(size)
}
