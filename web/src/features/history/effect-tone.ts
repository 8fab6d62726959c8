/** How a difference with an interval is told: its tone, its numbers, and the axis that holds many of them. */
import type { FixedError } from '@/api/version-types'
import { niceTicks } from '@/ui/plot/scale'

export type EffectTone = 'better' | 'worse' | 'open'

/** Better or worse only where the whole interval says so. */
export function toneOf({ low, high }: FixedError): EffectTone {
  if (low === null || high === null) return 'open'
  return low > 0 ? 'better' : high < 0 ? 'worse' : 'open'
}

const points = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`

/** `+1.84 (+0.31 to +3.37)`; without an interval only the difference. */
export const gainWords = ({ gain, low, high }: FixedError): string => (low === null || high === null ? `${points(gain)}, too few to tell` : `${points(gain)} (${points(low)} to ${points(high)})`)

export interface EffectAxis {
  readonly low: number
  readonly high: number
  readonly ticks: readonly number[]
}

/** An axis around 0 that holds every interval. */
export function axisOf(effects: readonly FixedError[]): EffectAxis {
  const ends = effects.flatMap(({ gain, low, high }) => [gain, low ?? gain, high ?? gain])
  const low = Math.min(...ends, -0.5)
  const high = Math.max(...ends, 0.5)
  return { low, high, ticks: niceTicks(low, high, 8) }
}
