/** What the parts of one plot share: its scales, and the sheet on which they tell what the person points at. */
import { createContext, useContext } from 'react'
import type { Scale } from './scale'

export interface Frame {
  readonly x: Scale
  readonly y: Scale
  /** The inner area in pixels; its origin is the upper left corner between the axes. */
  readonly width: number
  readonly height: number
  /** Where tooltips are put; null before the first paint. */
  readonly sheet: HTMLElement | null
}

export const FrameContext = createContext<Frame | null>(null)

/** The frame around this part. */
export function useFrame(): Frame {
  const frame = useContext(FrameContext)
  if (frame === null) throw new Error('There is no plot around this part: put it in a Plot.')
  return frame
}

/** Room around the inner area, in pixels. */
export const MARGIN = { top: 26, right: 14, bottom: 40, left: 42 } as const
