import type { Transport } from '@/api/transport/transport'
import type { Wall } from '@/api/wall'
import { SHEET, sheetsFor, storedSide } from '@/math/sheets'
import { spotsBetween, wallLayout } from '@/math/wall-layout'
import type { Place } from '@/state/place-text'
import { readMargin, readSide } from '../crop-look'
import { onlyGroup } from '../groups'
import { SIDES } from '../types'
import { readFilter } from '../wall-request'

/** Where the wall hangs, or will hang. */
export const WALL = 'wall'

/** The page that it will hang in, a little larger than the wall. */
const PAGE = 'page'

/** What the URL says of the wall that its sheets depend on. */
export type SheetPlace = Pick<Place, 'side' | 'margin' | 'show' | 'only'>

/**
 * Asks for the sheets that a wall of all its crops will show first, before any of it is drawn: the server makes them
 * meanwhile. The wall itself asks for the same addresses a moment later and finds them.
 */
export function askForSheets(transport: Transport, whole: Wall, place: SheetPlace): void {
  const frame = document.getElementById(WALL) ?? document.getElementById(PAGE)
  if (readFilter(place.show) !== 'all' || frame === null || frame.clientWidth === 0) return
  const wall = onlyGroup(whole, place.only)
  const counts = wall.groups.map(({ count }) => count)
  const layout = wallLayout(counts, frame.clientWidth, readSide(place.side))
  const look = { level: whole.level, side: storedSide(SIDES, layout.side * (window.devicePixelRatio || 1)), context: readMargin(place.margin), v: whole.v }
  const spots = spotsBetween(layout, 0, frame.clientHeight)
  for (const sheet of sheetsFor(spots, layout.total, true).filter((one) => one * SHEET < spots.end)) {
    const picture = new Image()
    picture.src = transport.sheetUrl(Array.from(wall.ids.subarray(sheet * SHEET, (sheet + 1) * SHEET)), look)
    // A picture that nobody holds may be dropped before it has come.
    picture.decode().catch(() => undefined)
  }
}
