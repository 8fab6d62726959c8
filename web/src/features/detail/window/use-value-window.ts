/** The window of the open image: at hand while a handle moves, in the URL once it rests. The next image keeps it. */
import { useEffect, useState } from 'react'
import { useGo, usePlace } from '@/state/place'
import { readWindow, type ValueWindow, writeWindow } from './value-window'

const REST_MS = 300

export function useValueWindow(): [ValueWindow | null, (window: ValueWindow | null) => void] {
  const go = useGo()
  const text = usePlace((place) => place.window)
  const [held, setHeld] = useState<{ readonly window: ValueWindow | null } | null>(null)
  useEffect(() => {
    if (held === null) return
    const next = held.window === null ? null : writeWindow(held.window)
    if (next === text) return
    const timer = window.setTimeout(() => go({ window: next }, { replace: true }), REST_MS)
    return () => window.clearTimeout(timer)
  }, [held, text, go])
  const inPlace = text === null ? null : readWindow(text)
  return [held === null ? inPlace : held.window, (next) => setHeld({ window: next })]
}
