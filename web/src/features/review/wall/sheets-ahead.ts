import { SHEET, sheetsFor, storedSide } from '@/math/sheets'
import { spotsBetween, wallLayout } from '@/math/wall-layout'
import { type Side, SIDES, type WallData, type WallProps } from '../types'

/** Where the wall hangs, or will hang. */
export const WALL = 'wall'

/**
 * Asks for the sheets that a wall of all its crops will show first, before any of it is drawn: the server makes them
 * meanwhile. The wall itself asks for the same addresses a moment later and finds them.
 */
export function askForSheets(wall: WallData, side: Side, sheetUrl: WallProps['sheetUrl']): void {
  const frame = document.getElementById(WALL)
  if (frame === null || frame.clientWidth === 0) return
  const counts = wall.groups.map(({ count }) => count)
  const layout = wallLayout(counts, frame.clientWidth, side)
  const stored = storedSide(SIDES, layout.side * (window.devicePixelRatio || 1))
  const spots = spotsBetween(layout, 0, frame.clientHeight)
  for (const sheet of sheetsFor(spots, layout.total, true).filter((one) => one * SHEET < spots.end)) {
    const picture = new Image()
    picture.src = sheetUrl(Array.from(wall.ids.subarray(sheet * SHEET, (sheet + 1) * SHEET)), stored)
    // A picture that nobody holds may be dropped before it has come.
    picture.decode().catch(() => undefined)
  }
}
