/** How precise a list of suspects is, in the words of someone who has to decide whether to go on with it. */
import type { Precision } from '@/api/issue-types'
import { amount, number, percent } from '@/lib/words'

/** "71 to 92 %". */
const interval = ({ low, high }: Precision): string =>
  low === null || high === null ? '' : `${(low * 100).toFixed(0)} to ${percent(high)}`

/** What is known, and what that rests on; null where there is nothing to speak of. */
export function precisionWords(precision: Precision): { readonly text: string; readonly note: string } | null {
  const { basis, share, errors, judged, open } = precision
  if (share === null) return null
  if (basis === 'random')
    return {
      text: `About ${percent(share)} of these are real errors, ${interval(precision)}.`,
      note: `${amount(judged, 'suspect')} drawn at random ${judged === 1 ? 'was' : 'were'} judged.`,
    }
  if (basis === 'ranked')
    return {
      text: `Of ${number(judged)} decided, ${number(errors)} ${errors === 1 ? 'was an error' : 'were errors'}, ${interval(precision)}.`,
      note: 'They stood at the top of the list; further down fewer will be.',
    }
  return open === 0 ? null : { text: `The detectors claim ${percent(share)}.`, note: 'Nobody has judged any yet.' }
}

/** "about 40 real errors among 52". */
export function expectedWords(expected: number, open: number): string {
  if (Math.round(expected) === 0) return `no real error among ${number(open)}`
  return `about ${amount(Math.round(expected), 'real error')} among ${number(open)}`
}
