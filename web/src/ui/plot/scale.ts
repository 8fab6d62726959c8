/** From values to pixels and back, and the round numbers between them. */
import { measure } from '@/lib/words'

export interface Scale {
  /** The values at the two ends. */
  readonly low: number
  readonly high: number
  /** Where a value lies, in pixels. */
  at(value: number): number
  /** Which value lies at a pixel; kept between the two ends. */
  value(pixel: number): number
}

type Pair = readonly [number, number]

/** The straight scale that takes `low` to `from` and `high` to `to`. A domain of one value lies at `from`. */
export function linearScale([low, high]: Pair, [from, to]: Pair): Scale {
  const span = high - low || 1
  const width = to - from || 1
  return {
    low,
    high,
    at: (value) => from + ((value - low) / span) * width,
    value: (pixel) => Math.min(Math.max(low + ((pixel - from) / width) * span, low), high),
  }
}

const ROUND = [1, 2, 5, 10]

/** The smallest of 1, 2 and 5 times a power of ten that cuts `span` into at most `count` parts. */
export function niceStep(span: number, count: number): number {
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * (ROUND.find((round) => round * power >= rough * (1 - 1e-9)) ?? 10)
}

/** The multiples of a round step within the two ends; one tick where they meet. */
export function niceTicks(low: number, high: number, count = 5): readonly number[] {
  if (!(high > low)) return [low]
  const step = niceStep(high - low, count)
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  // A tick is told by its number, not by adding steps up: .1 + .2 is not .3.
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)))
}

/** What stands at each tick: as few digits as measured values have, more only where two ticks would read the same. */
export function tickTexts(ticks: readonly number[]): readonly string[] {
  const texts = ticks.map(measure)
  if (new Set(texts).size === texts.length) return texts
  const step = Math.min(...ticks.slice(1).map((at, index) => at - (ticks[index] ?? at)))
  const digits = Math.min(Math.max(Math.ceil(-Math.log10(step) - 1e-9), 0), 20)
  return ticks.map((at) => at.toFixed(digits))
}

/** The first round number at or above `value`: where an axis that starts at 0 may end. */
export function niceEnd(value: number, count = 4): number {
  if (!(value > 0)) return 1
  const step = niceStep(value, count)
  return Number((Math.ceil(value / step - 1e-9) * step).toPrecision(12))
}

/** The place of the number nearest to `value`; -1 where there is none. */
export function nearest(values: readonly number[], value: number): number {
  let best = -1
  let distance = Infinity
  values.forEach((candidate, index) => {
    const away = Math.abs(candidate - value)
    if (away < distance) [best, distance] = [index, away]
  })
  return best
}
