import { useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { outliersQuery } from '@/api/field-queries'
import type { FieldOutliers } from '@/api/field-types'
import { rowValuesQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { RowValues as Told } from '@/api/types'
import type { RowValues } from '@/state/on-screen'
import { type OutlierMark, outlierMarks } from '../outlier-marks'
import type { ResultSpec } from '../spec'

/** What is known of a row beyond what its tile draws: its numbers, and in which of them it lies far outside. */
export interface RowFacts {
  readonly values: RowValues
  readonly outliers: readonly OutlierMark[]
}

const NONE: readonly FieldOutliers[] = []

/**
 * The facts of the rows on screen, by id. `pages` are their ids, page by page; they are asked for once the pictures are
 * there. `fields` are numbers that are wanted beside those that have outliers.
 */
export function useRowFacts(spec: ResultSpec, pages: readonly (readonly number[])[], fields: readonly string[], enabled: boolean): ReadonlyMap<number, RowFacts> {
  const transport = useTransport()
  const { dataset, run, level } = spec
  const { data: all = NONE, isPending } = useQuery({ ...outliersQuery(transport, { dataset, run }), enabled })
  const known = useMemo(() => all.filter((entry) => entry.level === level), [all, level])
  const wanted = useMemo(() => [...new Set([...fields, ...known.map(({ field }) => field)])].sort(), [fields, known])
  const told = useQueries({
    queries: pages.map((ids) => ({ ...rowValuesQuery(transport, { dataset, run, level, ids: [...ids], fields: wanted }), enabled: enabled && !isPending && wanted.length > 0 })),
    combine: (answers) => answers.map(({ data }) => data),
  })
  return useMemo(() => factsOf(told, known), [told, known])
}

function factsOf(told: readonly (Told | undefined)[], known: readonly FieldOutliers[]): ReadonlyMap<number, RowFacts> {
  const facts = new Map<number, RowFacts>()
  for (const page of told) {
    page?.ids.forEach((id, at) => {
      const values: Record<string, number> = {}
      for (const [field, column] of Object.entries(page.values)) {
        const value = column[at]
        if (typeof value === 'number') values[field] = value
      }
      facts.set(id, { values, outliers: outlierMarks(values, known) })
    })
  }
  return facts
}
