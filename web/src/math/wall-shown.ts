/** Which items of a wall are shown, and where: `places` are positions in the wall, `spots` those among what is shown. */

export interface Shown {
  /** The place of each spot, rising. */
  readonly places: Int32Array
  /** How many of each group are shown. */
  readonly counts: Int32Array
}

interface Run {
  readonly first: number
  readonly count: number
}

/** The items of these groups for which `isShown` holds. */
export function shownOf(groups: readonly Run[], isShown: (place: number) => boolean): Shown {
  const places = new Int32Array(groups.reduce((sum, { count }) => sum + count, 0))
  const counts = new Int32Array(groups.length)
  let spot = 0
  groups.forEach(({ first, count }, group) => {
    const before = spot
    for (let place = first; place < first + count; place += 1) {
      if (isShown(place)) places[spot++] = place
    }
    counts[group] = spot - before
  })
  return { places: places.subarray(0, spot), counts }
}

/** The spot of a place; of one that is not shown, that of the next one that is, or the last. -1 where nothing is shown. */
export function spotOf({ places }: Shown, place: number): number {
  let [low, high] = [0, places.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle] ?? 0) < place) low = middle + 1
    else high = middle
  }
  return places.length === 0 ? -1 : low
}
