/** A server of verdicts for tests of the book; time is vitest's. */
import { vi } from 'vitest'
import type { ReviewEvent, SaidVerdicts } from '@/api/review-types'
import { ApiError, ServerGone } from '@/api/transport/errors'
import type { BookServer } from './verdict-book'

/** Nobody said anything. */
export const NOTHING_SAID: SaidVerdicts = { ids: [], verdicts: [], classIds: [], seen: [], unseen: [], since: 0, changes: [] }

/** A server that keeps what it is sent; `answers: false` is one that is gone. */
export function fakeBookServer(said: SaidVerdicts = NOTHING_SAID) {
  const got: ReviewEvent[] = []
  const state = { answers: true, refuses: false, got }
  const server: BookServer = {
    load: () => Promise.resolve(said),
    send: (events) => {
      if (state.refuses) return Promise.reject(new ApiError(404, 'review-missing', 'There is no such review.', 'Open it again.'))
      if (!state.answers) return Promise.reject(new ServerGone())
      got.push(...events)
      return Promise.resolve({ otherwise: [], refused: [] })
    },
  }
  return { server, state }
}

/** What was said has had the time to reach the server. */
export const settled = (): Promise<void> => vi.advanceTimersByTimeAsync(100).then(() => undefined)
