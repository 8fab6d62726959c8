import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useStable } from '@/lib/use-stable'
import { GAP, groupOf, HEADER, type Spots, spotsBetween, spotsInSight, topOf, topOfGroup, type WallLayout } from '@/math/wall-layout'
import { type Shown, spotOf } from '@/math/wall-shown'
import type { WallData } from '../types'
import { samePlace } from './same-place'

/** Drawn beyond the screen, in CSS pixels: what one turn of the wheel brings into sight. */
const BEYOND = 320

interface Drawn extends Spots {
  /** Does the scrolling go down? */
  readonly forward: boolean
}

const NOTHING: Drawn = { first: 0, end: 0, forward: true }

/** The crop that stays where it is on the screen while everything around it moves. */
interface Held {
  readonly place: number
  /** From the top of the screen to the top of the crop. */
  readonly offset: number
}

interface WindowOptions {
  readonly scroller: RefObject<HTMLElement | null>
  readonly wall: WallData
  readonly shown: Shown
  readonly layout: WallLayout
  readonly height: number
}

/** The part of the wall that is drawn. It changes when a row comes into sight, not with every pixel of scrolling. */
export function useWallWindow({ scroller, wall, shown, layout, height }: WindowOptions) {
  const [drawn, setDrawn] = useState(NOTHING)
  const held = useRef<Held | null>(null)
  const before = useRef({ wall, layout, top: 0 })

  const { look, keep } = useStable({
    /** What is drawn, and what is held. */
    look: (): void => {
      const top = scroller.current?.scrollTop ?? 0
      const forward = top >= before.current.top
      before.current.top = top
      const { first, end } = spotsBetween(layout, top - BEYOND, top + height + BEYOND)
      setDrawn((old) => (old.first === first && old.end === end ? old : { first, end, forward }))
      const seen = spotsInSight(layout, top + HEADER, top + height).first
      const place = shown.places[seen]
      held.current = place === undefined ? null : { place, offset: topOf(layout, seen) - top }
    },
    /** After the wall changed: what was in sight is there again. */
    keep: (): void => {
      const { wall: oldWall, layout: oldLayout } = before.current
      before.current = { ...before.current, wall, layout }
      if (held.current === null || (oldLayout === layout && oldWall === wall)) return
      scroller.current?.scrollTo({ top: keptTop({ held: held.current, oldWall, wall, shown, layout }) })
    },
  })

  useEffect(() => {
    const element = scroller.current
    element?.addEventListener('scroll', look, { passive: true })
    return () => element?.removeEventListener('scroll', look)
  }, [scroller, look])

  useLayoutEffect(() => {
    keep()
    look()
  }, [wall, shown, layout, height, keep, look])

  const verbs = useMemo(() => scrolling(scroller, layout, height), [scroller, layout, height])
  return { drawn, ...verbs }
}

/** Where the wall is scrolled to after it changed: what was in sight stays there; another order begins at the top of its group. */
function keptTop({ held, oldWall, wall, shown, layout }: { held: Held; oldWall: WallData; wall: WallData; shown: Shown; layout: WallLayout }): number {
  const { place, isSame } = samePlace(oldWall, wall, held.place)
  const spot = spotOf(shown, place)
  if (spot < 0) return 0
  return isSame ? topOf(layout, spot) - held.offset : topOfGroup(layout, groupOf(layout, spot))
}

function scrolling(scroller: RefObject<HTMLElement | null>, layout: WallLayout, height: number) {
  const top = (): number => scroller.current?.scrollTop ?? 0
  const scrollTo = (to: number): void => scroller.current?.scrollTo({ top: to })
  const inSight = (): Spots => spotsInSight(layout, top() + HEADER, top() + height)
  return {
    inSight,
    /** Brings a crop into sight, moving no more than needed. */
    reveal: (spot: number): void => {
      const at = topOf(layout, spot)
      if (at < top() + HEADER) scrollTo(at - HEADER)
      else if (at + layout.side > top() + height) scrollTo(at + layout.side + GAP - height)
    },
    /** Puts the row of a crop right under the header of its group. */
    putFirst: (spot: number): void => {
      if (spot >= layout.total) scrollTo(layout.height)
      else scrollTo(topOf(layout, spot) - HEADER)
    },
    screenUp: (): void => scrollTo(top() - Math.max(height - HEADER, layout.pitch) + layout.pitch / 2),
    toGroup: (group: number): void => scrollTo(topOfGroup(layout, group)),
    groupInSight: (): number => (layout.total === 0 ? 0 : groupOf(layout, Math.min(inSight().first, layout.total - 1))),
  }
}
