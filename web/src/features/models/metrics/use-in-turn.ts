import { useState } from 'react'

/**
 * The question that may be asked now: the latest one, but never while an earlier one is under way. While a slider is
 * dragged one request is in flight at a time, and the next carries the newest value.
 *
 * `sent` is what to ask; give `settle` what is wished for and whether `sent` is still without its answer.
 */
export function useInTurn<T>(wished: T): { readonly sent: T; readonly settle: (isBusy: boolean) => void } {
  const [sent, setSent] = useState(wished)
  return {
    sent,
    settle: (isBusy) => {
      if (!isBusy && sent !== wished) setSent(wished)
    },
  }
}
