/** How bad a number of suspects is: the colour it is written in. */
import type { Suspects } from '@/api/types'

export type Severity = 'bad' | 'warn' | 'ok'

// Doubts rather than errors: often the model is at fault, not the label. Never more than amber.
const DOUBTS: ReadonlySet<string> = new Set(['spurious_label', 'loose_box'])

const BAD_FROM = 0.03
const DOUBTFUL_FROM = 0.01

/** By the share of the labels that are suspected; of the images where whole images are. */
export function severity(suspects: Pick<Suspects, 'kind' | 'open'>, labels: number, images: number): Severity {
  const outOf = suspects.kind === 'duplicate_image' ? images : labels
  const share = suspects.open / Math.max(outOf, 1)
  if (share >= BAD_FROM) return DOUBTS.has(suspects.kind) ? 'warn' : 'bad'
  return share >= DOUBTFUL_FROM ? 'warn' : 'ok'
}
