/** Long lists come page by page. */

/** About one screen of tiles: small enough that the first answer is quick, large enough that a screen needs two at most. */
export const PAGE_SIZE = 40

/** The pages that hold the rows `first` to `last`, and with `ahead` the one after them, within a list of `total` rows. */
export function pagesFor([first, last]: readonly [number, number], total: number, ahead: boolean): number[] {
  const end = Math.max(Math.ceil(total / PAGE_SIZE) - 1, 0)
  const from = Math.min(Math.max(Math.floor(first / PAGE_SIZE), 0), end)
  const to = Math.min(Math.floor(Math.max(last, first) / PAGE_SIZE) + (ahead ? 1 : 0), end)
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
