import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { fieldsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { ExploreLevel } from '@/state/place-text'
import { type SortGroup, sortGroups } from './sort-fields'

/** What the list can be sorted by; empty while it is under way. */
export function useSortGroups({ dataset, level }: { readonly dataset: number; readonly level: ExploreLevel }): readonly SortGroup[] {
  const transport = useTransport()
  const { data: fields } = useQuery(fieldsQuery(transport, dataset, level))
  const { data: imageFields } = useQuery(fieldsQuery(transport, dataset, 'image'))
  return useMemo(() => (fields === undefined || imageFields === undefined ? [] : sortGroups(level, fields, imageFields)), [level, fields, imageFields])
}
