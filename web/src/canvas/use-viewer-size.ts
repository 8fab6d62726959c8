/** The size of an element in CSS pixels, kept up to date. */
import { type RefObject, useLayoutEffect, useState } from 'react'

import type { Size } from '@/math/points'

export function useViewerSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const target = element.current
    if (target === null) return
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = target
      setSize((old) => (old.width === width && old.height === height ? old : { width, height }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return size
}
