/** What the page speaks of now: the project, the chosen dataset and run, and the look of its classes. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { classesQuery, projectQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { Dataset, Project, Run, Scope } from '@/api/types'
import { type ClassBook, classBook, EMPTY_BOOK } from './class-book'
import { usePlace } from './place'

export interface Current {
  readonly project: Project
  readonly dataset: Dataset
  readonly run: Run | null
  readonly scope: Scope
}

/** The dataset of the URL, else the first one; the run of the URL, else the newest; a run of 0 is none. */
export function chooseCurrent(project: Project, dataset: number | null, run: number | null): Current | null {
  const chosen = project.datasets.find(({ id }) => id === dataset) ?? project.datasets[0]
  if (chosen === undefined) return null
  const named = chosen.runs.find(({ id }) => id === run)
  const picked = run === 0 ? null : (named ?? chosen.runs.at(-1) ?? null)
  return { project, dataset: chosen, run: picked, scope: { dataset: chosen.id, run: picked?.id ?? null } }
}

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
