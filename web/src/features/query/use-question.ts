import type { Level, Scope } from '@/api/types'
import { useCurrent } from '@/state/current'
import { reviewLevel, usePage, usePlace } from '@/state/place'

/** What a query of this page lists, and of which data. */
export interface Asked {
  readonly level: Level
  readonly scope: Scope
  /** Does this page answer it? One that lists nothing hands a query over to Explore. */
  readonly isHere: boolean
}

/** Null until the project is known. */
export function useAsked(): Asked | null {
  const page = usePage()
  const level = usePlace((place) => place.level)
  const reviewed = usePlace((place) => reviewLevel(place.of))
  const tab = usePlace((place) => place.tab)
  const current = useCurrent()
  if (current === null) return null
  if (page === 'issues') return { level: 'issue', scope: current.scope, isHere: true }
  if (page === 'review') return { level: reviewed, scope: current.scope, isHere: true }
  if (page === 'metrics') return { level, scope: current.scope, isHere: tab !== 'drift' }
  return { level: page === 'explore' ? level : 'image', scope: current.scope, isHere: page === 'explore' || page === 'models' }
}

/** "12 images". */
export const NOUNS: Readonly<Record<Level, string>> = { image: 'image', annotation: 'label', prediction: 'prediction', issue: 'issue' }
