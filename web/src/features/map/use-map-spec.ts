/** What the map shows now, as the URL says. */
import { useMemo } from 'react'
import type { FieldLevel } from '@/api/field-types'
import type { MapRequest } from '@/api/map-types'
import type { Scope } from '@/api/types'
import { usePlace } from '@/state/place'

export type MapSpec = Required<MapRequest>

/** What a point of a level stands for. */
export const NOUNS: Readonly<Record<FieldLevel, string>> = { image: 'image', annotation: 'label', prediction: 'prediction' }

/** Whose map, which of its rows, where they lie and what colours them. */
export function useMapSpec({ dataset, run }: Scope): MapSpec {
  const level: FieldLevel = usePlace((place) => place.level)
  const query = usePlace((place) => place.q)
  const colour = usePlace((place) => place.field ?? 'class')
  const places = usePlace((place) => (place.view === 'pca' ? 'pca' : null))
  return useMemo(() => ({ dataset, run, level, query, colour, places }), [dataset, run, level, query, colour, places])
}
