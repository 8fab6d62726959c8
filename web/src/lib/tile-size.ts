/** How large tiles are in this browser. */
import { isNumber, recall, remember } from './remembered'

/** CSS pixels. */
export const TILE_SIZES = { min: 88, max: 440, step: 4, start: 184 } as const

const KEY = 'tile-size'

export const recallTileSize = (): number => recall(KEY, TILE_SIZES.start, isNumber)

export const rememberTileSize = (size: number): boolean => remember(KEY, size)
