/** How crops look: their size, and how much of what lies around them they show. */
import { isNumber, recall, remember } from '@/lib/remembered'
import { type Side, SIDES } from './types'

const isSide = (value: unknown): value is Side => SIDES.includes(value as Side)

/** The size in the URL; without one, that of the last time. */
export const readSide = (side: number | null): Side => (isSide(side) ? side : recall('crop-side', 96, isSide))

export const MOST_MARGIN = 2
export const MARGIN_STEP = 0.25

const clamp = (value: number): number => Math.min(Math.max(value, 0), MOST_MARGIN)

/** The margin in the URL, as a share of an object's larger side; without one, that of the last time. */
export function readMargin(text: string | null): number {
  const value = text === null || text === '' ? Number.NaN : Number(text)
  return clamp(Number.isFinite(value) ? value : recall('crop-margin', 0.25, isNumber))
}

export function rememberSide(side: Side): void {
  remember('crop-side', side)
}

export function rememberMargin(margin: number): void {
  remember('crop-margin', margin)
}
