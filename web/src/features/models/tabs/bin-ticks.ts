/** What stands under bins: their ends where they are ranges that touch, else their names. */
import type { ColumnBin } from '@/api/types'
import { measure } from '@/lib/words'
import type { Tick } from '@/ui/plot/plot'

const LONGEST = 14

const short = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text)

/** The tick of each end, at whole numbers; of each name, between them. */
export function binTicks(bins: readonly Pick<ColumnBin, 'label' | 'low' | 'high'>[]): readonly Tick[] {
  const ticks: Tick[] = []
  bins.forEach(({ label, low, high }, index) => {
    if (low === null || high === null || low === high) {
      ticks.push({ at: index + 0.5, text: short(label) })
      return
    }
    const before = bins[index - 1]
    if (before?.high !== low) ticks.push({ at: index, text: measure(low) })
    // The next bin tells it where it is one value.
    ticks.push({ at: index + 1, text: measure(high) })
  })
  return ticks
}
