/** A part of the review that this window alone works on, so that two people never look at the same crop. */
import { useEffect, useMemo, useState } from 'react'
import type { Review, ReviewChunk } from '@/api/review-types'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { useStable } from '@/lib/use-stable'
import { toast } from '@/state/toasts'
import { sitting } from './sitting'

export const CHUNK_SIZE = 500

export interface Chunk {
  readonly held: ReviewChunk | null
  /** Null: everything is on the wall. */
  readonly items: ReadonlySet<number> | null
  readonly take: () => void
  readonly leave: () => void
}

// What the server is told goes out one after the other: who is back at once takes what was given back, not the other way round.
let told: Promise<unknown> = Promise.resolve()

export function useChunk({ id: review, at }: Review): Chunk {
  const transport = useTransport()
  // A sitting that worked on a part takes one again when it comes back to the page.
  const name = `assay.part.${review}.${at}`
  const [held, setHeld] = useState<ReviewChunk | null>(null)
  const items = useMemo(() => (held === null ? null : new Set(held.ids)), [held])
  const tell = <T>(ask: () => Promise<T>): Promise<T> => {
    const answer = told.then(ask)
    told = answer.catch(() => undefined)
    return answer
  }
  const giveBack = (): Promise<void> => tell(() => transport.releaseChunk(review, sitting()))
  const claim = async (): Promise<void> => {
    const chunk = await tell(() => transport.claimChunk(review, sitting(), CHUNK_SIZE))
    setHeld(chunk)
    if (chunk === null) {
      sessionStorage.removeItem(name)
      toast({ tone: 'done', text: 'Nothing is left that nobody has looked at or holds' })
    } else sessionStorage.setItem(name, 'held')
  }
  const complain = (error: unknown): void => {
    const { message, hint } = explain(error)
    toast({ tone: 'bad', text: message, hint })
  }
  const { comeBack, goAway } = useStable({
    comeBack: (): void => {
      if (sessionStorage.getItem(name) !== null) claim().catch(complain)
    },
    // What nobody looked at is for others while this window does something else.
    goAway: (): void => {
      if (sessionStorage.getItem(name) !== null) giveBack().catch(() => undefined)
    },
  })
  useEffect(() => {
    comeBack()
    window.addEventListener('pagehide', goAway)
    window.addEventListener('pageshow', comeBackFromCache)
    function comeBackFromCache({ persisted }: PageTransitionEvent): void {
      if (persisted) comeBack()
    }
    return () => {
      window.removeEventListener('pagehide', goAway)
      window.removeEventListener('pageshow', comeBackFromCache)
      goAway()
    }
  }, [review, comeBack, goAway])
  return {
    held,
    items,
    take: () => {
      // Who holds a part and asks for the next gives it back first: what was looked at of it is not given again.
      const back = held === null ? Promise.resolve() : giveBack()
      back.then(claim).catch(complain)
    },
    leave: () => {
      setHeld(null)
      sessionStorage.removeItem(name)
      giveBack().catch(complain)
    },
  }
}
