/** What the page speaks of now: the project, the chosen dataset and run, and the look of its classes. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { classesQuery, projectQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { Scope } from '@/api/types'
import { type ClassBook, classBook, EMPTY_BOOK } from './class-book'
import { chooseCurrent, type Current } from './choose-current'
import { usePlace } from './place'

export { chooseCurrent, type Current } from './choose-current'

/** Null while the project is under way, and where it holds no dataset yet. */
export function useCurrent(): Current | null {
  const { data } = useQuery(projectQuery(useTransport()))
  const dataset = usePlace((place) => place.dataset)
  const run = usePlace((place) => place.run)
  return useMemo(() => (data === undefined ? null : chooseCurrent(data, dataset, run)), [data, dataset, run])
}

const NOWHERE: Scope = { dataset: -1, run: null }

/** Names, colours, letters and counts of the classes of the current dataset. */
export function useClasses(): ClassBook {
  const current = useCurrent()
  const { data } = useQuery({ ...classesQuery(useTransport(), current?.scope ?? NOWHERE), enabled: current !== null })
  return useMemo(() => (data === undefined ? EMPTY_BOOK : classBook(data)), [data])
}
