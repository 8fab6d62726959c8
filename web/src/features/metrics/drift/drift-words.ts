import type { DriftRow } from '@/api/field-types'

/** From here on a difference this great is likely by chance alone. */
export const BY_CHANCE = 0.05

const GREAT = 0.25
const SOME = 0.1

/** What the numbers say, in a sentence. */
export function chanceWords({ p_holm: p, psi }: Pick<DriftRow, 'p_holm' | 'psi'>): string {
  if (p >= BY_CHANCE) return 'So great a difference is likely by chance: there is no sign of drift.'
  if (psi >= GREAT) return 'The two sets differ greatly.'
  return psi >= SOME ? 'The two sets differ.' : 'The two sets differ, but little.'
}
