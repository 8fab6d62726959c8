/** The review that the URL asks for: its question, the wall in its order, and the book of what is said. */
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { openReviewQuery, wallQuery } from '@/api/review-queries'
import type { Review, ReviewQuestion } from '@/api/review-types'
import { useTransport } from '@/api/transport/context'
import type { Transport } from '@/api/transport/transport'
import type { Scope } from '@/api/types'
import type { Wall, WallRequest } from '@/api/wall'
import { useStable } from '@/lib/use-stable'
import { usePlace } from '@/state/place'
import { type LiveBook, openBook } from '@/state/verdict-book'
import { readMargin, readSide } from './crop-look'
import { sitting } from './sitting'
import { askForSheets } from './wall/sheets-ahead'
import { questionOf, sheetLookOf, wallRequestOf } from './wall-request'

/** What is reviewed. */
export function useQuestion({ dataset, run }: Scope): ReviewQuestion {
  const of = usePlace((place) => place.of)
  const q = usePlace((place) => place.q)
  return useMemo(() => questionOf({ dataset, run }, { of, q }), [dataset, run, of, q])
}

/** The wall of a question, grouped and ordered as the URL says. */
export function useWallRequest(question: ReviewQuestion): WallRequest {
  const group = usePlace((place) => place.group)
  const order = usePlace((place) => place.order)
  const arrange = usePlace((place) => place.arrange)
  return useMemo(() => wallRequestOf(question, { group, order, arrange }), [question, group, order, arrange])
}

/** The wall of a request. Its first sheets are asked for as soon as it has come, while it is still to be drawn. */
export function useWall(request: WallRequest, { isOpen }: { readonly isOpen: boolean }) {
  const transport = useTransport()
  const side = usePlace((place) => place.side)
  const margin = usePlace((place) => place.margin)
  const show = usePlace((place) => place.show)
  const only = usePlace((place) => place.only)
  const { ahead } = useStable({ ahead: (wall: Wall): void => askForSheets(transport, wall, { side, margin, show, only }) })
  const wall = useQuery(wallQuery(transport, request, ahead, sheetLookOf(readSide(side), readMargin(margin))))
  // It was asked for while the pointer was on the link, and is here before the review.
  useEffect(() => {
    if (wall.data !== undefined && !isOpen) ahead(wall.data)
  }, [wall.data, isOpen, ahead])
  return wall
}

/** Opens the review of a question, or goes on with the one that was begun. */
export const useOpenReview = (question: ReviewQuestion) => useQuery(openReviewQuery(useTransport(), question))

// Books outlive the page: what waits is sent while the person is elsewhere, and undo goes on where it was left.
const books = new Map<string, LiveBook>()

function bookOf(transport: Transport, { id, at }: Review): LiveBook {
  const name = `${id}.${at}`
  const known = books.get(name)
  if (known !== undefined) return known
  const book = openBook(name, {
    load: (since) => transport.reviewVerdicts(id, since),
    send: (events) => transport.sendVerdicts(id, sitting(), events),
  })
  books.set(name, book)
  return book
}

/** What others say is asked for so often, while somebody looks. */
const EVERY_MS = 3_000

/** Brings what other reviewers say, by itself. */
function useOthersWords(book: LiveBook): void {
  useEffect(() => {
    // A server that is gone is told of by what waits to be sent, and by the next reading.
    const catchUp = (): void => {
      if (document.visibilityState === 'visible') book.catchUp().catch(() => undefined)
    }
    const timer = window.setInterval(catchUp, EVERY_MS)
    document.addEventListener('visibilitychange', catchUp)
    return () => {
      window.clearInterval(timer)
      document.removeEventListener('visibilitychange', catchUp)
    }
  }, [book])
}

/** The book of a review; read again whenever the project changes, since applying and undoing move verdicts. */
export function useBook(review: Review, revision: string): { readonly book: LiveBook; readonly problem: unknown; readonly isLoaded: boolean } {
  const transport = useTransport()
  const book = useMemo(() => bookOf(transport, review), [transport, review])
  const [problem, setProblem] = useState<unknown>(null)
  const [isLoaded, setLoaded] = useState(book.isLoaded)
  useOthersWords(book)
  useEffect(() => {
    book.reload().then(() => {
      setProblem(null)
      setLoaded(true)
    }, setProblem)
  }, [book, revision])
  return { book, problem, isLoaded }
}

/** Draws anew with every change of the book. */
export function useBookVersion(book: LiveBook): number {
  return useSyncExternalStore(book.subscribe, book.version)
}
