/**
 * The order of the list while the person works: decisions re-rank it, but nothing moves under the cursor.
 *
 * Pure. `held` is the order as it was shown, `fresh` the order the server gives now.
 */

/** How many cards behind the current one keep their place: those that are in sight. */
const IN_SIGHT = 2

/** Everything up to the cards in sight stays where it was, as far as it is still listed; behind them the fresh order. */
export function settle(held: readonly number[], fresh: readonly number[], current: number | null): readonly number[] {
  const listed = new Set(fresh)
  const standing = held.filter((id) => listed.has(id) || id === current)
  const at = current === null ? 0 : standing.indexOf(current)
  if (at < 0) return fresh
  const kept = standing.slice(0, at + 1 + IN_SIGHT)
  const placed = new Set(kept)
  return [...kept, ...fresh.filter((id) => !placed.has(id))]
}

export const isSame = (one: readonly number[], other: readonly number[]): boolean =>
  one.length === other.length && one.every((id, at) => id === other[at])
