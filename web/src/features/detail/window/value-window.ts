/** A window of stored values: what lies at its ends is black and white. As numbers, as text, and over a histogram. */
import type { PixelValues } from '@/api/types'

export interface ValueWindow {
  readonly low: number
  readonly high: number
}

/** The window as short text, "low,high"; `readWindow` is its inverse. */
export const writeWindow = ({ low, high }: ValueWindow): string => `${low},${high}`

/** A window from its text; null where the text is not one (an edited or truncated address). */
export function readWindow(text: string): ValueWindow | null {
  const parts = text.split(',')
  if (parts.length !== 2 || parts.some((part) => part.trim() === '')) return null
  const [low, high] = parts.map(Number)
  return low !== undefined && high !== undefined && Number.isFinite(high - low) && low < high ? { low, high } : null
}

/** The window of two ends, as the server tells it. */
export const windowOf = ([low = 0, high = 1]: readonly number[]): ValueWindow => ({ low, high })

/** `window` with one end moved: never past the other one, whole where the values are. */
export function withEnd(values: PixelValues, window: ValueWindow, end: keyof ValueWindow, value: number): ValueWindow {
  if (!Number.isFinite(value)) return window
  const full = windowOf(values.full)
  const isWhole = !values.type.startsWith('float')
  const least = isWhole ? 1 : (full.high - full.low) / 1000
  const moved = isWhole ? Math.round(value) : Number(value.toPrecision(6))
  return end === 'low' ? { ...window, low: Math.min(moved, window.high - least) } : { ...window, high: Math.max(moved, window.low + least) }
}

/** The outline of a histogram as an SVG path over `width` x `height`; by the root, so that rare values are seen too. */
export function hillPath(counts: readonly number[], width: number, height: number): string {
  const top = Math.sqrt(Math.max(...counts, 1))
  const step = width / counts.length
  const hills = counts.map((count, index) => {
    const y = (height - (Math.sqrt(count) / top) * height).toFixed(1)
    return `L${(index * step).toFixed(1)} ${y}L${((index + 1) * step).toFixed(1)} ${y}`
  })
  return `M0 ${height}${hills.join('')}L${width} ${height}Z`
}

/** Where `value` lies between the ends of `full`, from 0 to 1. */
export function shareOf({ low, high }: ValueWindow, value: number): number {
  return Math.min(Math.max((value - low) / (high - low), 0), 1)
}
