import { useMemo } from 'react'
import { useCurrent } from '@/state/current'
import { usePlace } from '@/state/place'
import { confidenceFloor, type ResultSpec } from './spec'

/** The question that the page asks now; null until the project is known, or where it holds no dataset. */
export function useSpec(): ResultSpec | null {
  const current = useCurrent()
  const level = usePlace((place) => place.level)
  const query = usePlace((place) => place.q)
  const sort = usePlace((place) => place.sort)
  const descending = usePlace((place) => place.desc)
  const floor = usePlace((place) => confidenceFloor(place.conf))
  const dataset = current?.scope.dataset ?? null
  const run = current?.scope.run ?? null
  return useMemo(
    () => (dataset === null ? null : { dataset, run, level, query, sort, descending, floor }),
    [dataset, run, level, query, sort, descending, floor],
  )
}
