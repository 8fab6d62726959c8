import { useReducedMotion } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import type { Points } from '@/math/plane'

const TIME_MS = 700

interface Morph {
  readonly points: Points
  readonly ids: Uint32Array
  readonly from: Points | null
}

/** The places that the same points had before, and how far they have moved to their new ones, 0 to 1. */
export function useMorph(points: Points, ids: Uint32Array): { readonly from: Points | null; readonly moved: number } {
  const isStill = useReducedMotion() === true
  const [morph, setMorph] = useState<Morph>({ points, ids, from: null })
  const [moved, setMoved] = useState(1)
  if (morph.points !== points) {
    const isSame = !isStill && sameIds(morph.ids, ids)
    setMorph({ points, ids, from: isSame ? morph.points : null })
    setMoved(isSame ? 0 : 1)
  }
  useEffect(() => {
    if (morph.from === null) return
    const began = performance.now()
    let frame = 0
    const step = (now: number): void => {
      const share = Math.min(Math.max((now - began) / TIME_MS, 0), 1)
      setMoved(share * share * (3 - 2 * share))
      if (share < 1) frame = requestAnimationFrame(step)
    }
    frame = requestAnimationFrame(step)
    return () => cancelAnimationFrame(frame)
  }, [morph])
  return { from: morph.from, moved }
}

function sameIds(one: Uint32Array, other: Uint32Array): boolean {
  return one.length === other.length && one.every((id, at) => id === other[at])
}
