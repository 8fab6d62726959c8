/** Sets of ids as short text: `3,8-12`. */

/** Ascending ids, runs of three and more as ranges. */
export function writeRanges(ids: Iterable<number>): string {
  const sorted = Float64Array.from(new Set(ids)).sort()
  const parts: string[] = []
  for (let at = 0; at < sorted.length; ) {
    const first = sorted[at] ?? 0
    let length = 1
    while (sorted[at + length] === first + length) length += 1
    if (length < 3) parts.push(...Array.from(sorted.subarray(at, at + length), String))
    else parts.push(`${first}-${first + length - 1}`)
    at += length
  }
  return parts.join(',')
}

const MOST = 100_000

/** The ids of such a text; what makes no sense is left out, and so is a range of more than a hundred thousand. */
export function readRanges(text: string): Set<number> {
  const ids = new Set<number>()
  for (const part of text.split(',')) {
    const match = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(part)
    if (match === null) continue
    const first = Number(match[1])
    const last = match[2] === undefined ? first : Number(match[2])
    if (last - first > MOST) continue
    for (let id = first; id <= last; id += 1) ids.add(id)
  }
  return ids
}
