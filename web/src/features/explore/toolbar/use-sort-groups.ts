import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { fieldsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { ResultSpec } from '../spec'
import { type SortGroup, sortGroups } from './sort-fields'

/** What the list can be sorted by; empty while it is under way. */
export function useSortGroups({ dataset, level }: Pick<ResultSpec, 'dataset' | 'level'>): readonly SortGroup[] {
  const transport = useTransport()
  const { data: fields } = useQuery(fieldsQuery(transport, dataset, level))
  const { data: imageFields } = useQuery(fieldsQuery(transport, dataset, 'image'))
  return useMemo(() => (fields === undefined || imageFields === undefined ? [] : sortGroups(level, fields, imageFields)), [level, fields, imageFields])
}
