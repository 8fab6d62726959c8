import type { Level, Scope } from '@/api/types'
import { useCurrent } from '@/state/current'
import { type Page, usePage, usePlace } from '@/state/place'

/** What a query of this page lists, and of which data. */
export interface Asked {
  readonly level: Level
  readonly scope: Scope
  /** The page that answers: pages that list nothing hand a query over to Explore. */
  readonly answeredBy: Page
}

/** Null until the project is known. */
export function useAsked(): Asked | null {
  const page = usePage()
  const level = usePlace((place) => place.level)
  const current = useCurrent()
  if (current === null) return null
  if (page === 'issues') return { level: 'issue', scope: current.scope, answeredBy: 'issues' }
  return { level: page === 'explore' ? level : 'image', scope: current.scope, answeredBy: 'explore' }
}

/** "12 images". */
export const NOUNS: Readonly<Record<Level, string>> = { image: 'image', annotation: 'label', prediction: 'prediction', issue: 'issue' }
