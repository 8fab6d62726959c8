import { useEffect, useState } from 'react'
import { type Area, areaOf, type Points, readArea, writeArea } from '@/math/plane'
import { useGo, usePlace } from '@/state/place'

const REST_MS = 250

/** The part of the plane one looks at: that of the URL, followed by it once the hand rests; without one all points. */
export function useArea(points: Points) {
  const go = useGo()
  const inUrl = usePlace((place) => place.area)
  const [held, setHeld] = useState<{ readonly from: string | null; readonly area: Area } | null>(null)
  // Another address, by the back button or another field, ends what the hand held.
  const current = held !== null && held.from === inUrl ? held.area : null
  useEffect(() => {
    if (current === null) return
    const timer = window.setTimeout(() => go({ area: writeArea(current) }, { replace: true }), REST_MS)
    return () => window.clearTimeout(timer)
  }, [current, go])
  const [whole, setWhole] = useState<{ readonly points: Points; readonly area: Area } | null>(null)
  if (whole?.points !== points) setWhole({ points, area: areaOf(points) })
  return {
    area: current ?? readArea(inUrl) ?? whole?.area ?? areaOf(points),
    setArea: (area: Area) => setHeld({ from: inUrl, area }),
    showAll: () => {
      setHeld(null)
      go({ area: null }, { replace: true })
    },
    isWhole: current === null && inUrl === null,
  }
}
