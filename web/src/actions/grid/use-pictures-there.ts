import { type RefObject, useEffect } from 'react'

/** After so long the rest goes ahead: the first thumbnails of a new set are made while one waits. */
const LONGEST_MS = 600

/**
 * Calls `onThere` once the pictures on screen are there. What one looks at comes first: counts and further pages are
 * asked for after it, and do not stand in its way.
 */
export function usePicturesThere(scroller: RefObject<HTMLElement | null>, list: unknown, hasRows: boolean, onThere: () => void): void {
  useEffect(() => {
    if (!hasRows) return
    const there = new AbortController()
    const frame = scroller.current?.getBoundingClientRect()
    const missing = new Set(
      [...(scroller.current?.querySelectorAll('img') ?? [])].filter((picture) => !picture.complete && picture.getBoundingClientRect().top < (frame?.bottom ?? 0)),
    )
    const finish = (): void => {
      there.abort()
      onThere()
    }
    const drop = (picture: HTMLImageElement): void => {
      missing.delete(picture)
      if (missing.size === 0) finish()
    }
    for (const picture of missing) {
      for (const end of ['load', 'error']) picture.addEventListener(end, () => drop(picture), { signal: there.signal })
    }
    const timer = window.setTimeout(finish, missing.size === 0 ? 0 : LONGEST_MS)
    there.signal.addEventListener('abort', () => window.clearTimeout(timer))
    return () => there.abort()
  }, [scroller, list, hasRows, onThere])
}
