/** How tall the pane above the results is, and what that leaves for a plot. */
import { createContext, useContext } from 'react'
import { clamp } from '@/math/boxes'

const LEAST = 200

/** In CSS pixels; 0 before it is laid out. */
export const PaneHeight = createContext(0)

/** The height of a plot that `around` pixels of the pane stand around: all that is left, so that nothing is cut, `most` at most. */
export const usePlotHeight = (around: number, most: number): number => plotHeight(useContext(PaneHeight), around, most)

export const plotHeight = (pane: number, around: number, most: number): number => (pane === 0 ? most : clamp(Math.floor(pane) - around, LEAST, most))
