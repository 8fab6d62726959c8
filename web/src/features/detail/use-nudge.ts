/** Moving a box by keys or by hand: shown at once; many key presses in a row become one change. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ImageObject } from '@/api/types'
import { boxOf } from '@/canvas/shape-of'
import { translate } from '@/math/boxes'
import { resize } from '@/math/handles'
import type { ImageBox, Size } from '@/math/points'

/** A box that is shown but not yet written. */
export interface PendingBox {
  readonly label: ImageObject
  readonly box: ImageBox
}

export interface Nudge {
  readonly pending: PendingBox | null
  /** Moves the box, or its right and bottom sides, by image pixels. */
  by(label: ImageObject, dx: number, dy: number, part: 'box' | 'corner'): void
  /** Puts the box at its new place at once. */
  to(label: ImageObject, box: ImageBox): void
}

const REST_MS = 450

/** `write` stores the box and resolves when the server has answered. */
export function useNudge(image: Size, write: (pending: PendingBox) => Promise<unknown>): Nudge {
  const [pending, setPending] = useState<PendingBox | null>(null)
  const timer = useRef<number | undefined>(undefined)
  const latest = useRef<{ waiting: PendingBox | null; write: typeof write }>({ waiting: null, write })
  useEffect(() => {
    latest.current.write = write
  })

  const flush = useCallback(() => {
    window.clearTimeout(timer.current)
    const { waiting } = latest.current
    if (waiting === null) return
    latest.current.waiting = null
    const done = (): void => setPending((shown) => (shown === waiting ? null : shown))
    latest.current.write(waiting).then(done, done)
  }, [])

  const show = useCallback((next: PendingBox): void => {
    latest.current.waiting = next
    setPending(next)
  }, [])

  // What was nudged is written also when the person turns away before it has rested.
  useEffect(() => flush, [flush])

  const by: Nudge['by'] = (label, dx, dy, part) => {
    const from = pending !== null && pending.label.id === label.id ? pending.box : boxOf(label)
    if (from === null) return
    if (pending !== null && pending.label.id !== label.id) flush()
    show({ label, box: part === 'box' ? translate(from, dx, dy, image) : resize(from, 'se', dx, dy, image) })
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(flush, REST_MS)
  }
  const to: Nudge['to'] = (label, box) => {
    flush()
    show({ label, box })
    flush()
  }
  return { pending, by, to }
}
