/** When the bar and the pass are drawn: the crops, for which one came, go first. */
import { useLayoutEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { useLate } from '@/lib/use-late'

/** What stands around the crops waits for them no longer than this. */
const CROPS_FIRST_MS = 250

interface Surroundings {
  readonly isDrawn: boolean
  readonly draw: () => void
}

/**
 * Drawn once the crops hang (`draw`), after a moment, or with the first key: it may be one of theirs, and each of them
 * does from the first crop on what it does later.
 */
export function useSurroundings(): Surroundings {
  const [isAsked, setAsked] = useState(false)
  const isDrawn = useLate(true, CROPS_FIRST_MS) || isAsked
  useLayoutEffect(() => {
    if (isDrawn) return
    // Heard before the keys of the app, which find the actions of what is drawn by now.
    const listen = (): void => flushSync(() => setAsked(true))
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [isDrawn])
  return { isDrawn, draw: () => setAsked(true) }
}
