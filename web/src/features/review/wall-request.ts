/** What the URL asks for: the rows that are reviewed, and how they hang. */
import type { ReviewQuestion } from '@/api/review-types'
import type { Scope } from '@/api/types'
import type { SheetLook, WallRequest } from '@/api/wall'
import { storedSide } from '@/math/sheets'
import { type Place, reviewLevel } from '@/state/place-text'
import { type Filter, type Side, SIDES } from './types'

export type Grouping = 'class' | 'pair' | 'none'

export const readGroup = (text: Place['group']): Grouping => (text === 'pair' || text === 'none' ? text : 'class')

export const readFilter = (text: Place['show']): Filter => (text === 'marked' || text === 'unmarked' ? text : 'all')

/** Null: the worst first. */
const readDirection = (text: Place['arrange']): boolean | null => (text === 'down' ? true : text === 'up' ? false : null)

/** The first look at a wall meets errors early, with look-alikes side by side: that is what makes it quick. */
export const FIRST_ORDER = 'doubtful'

/** What is reviewed. */
export const questionOf = ({ dataset, run }: Scope, { of, q }: Pick<Place, 'of' | 'q'>): ReviewQuestion => ({ dataset, run, level: reviewLevel(of), query: q })

/** The wall of a question, grouped and ordered. */
export function wallRequestOf(question: ReviewQuestion, { group, order, arrange }: Pick<Place, 'group' | 'order' | 'arrange'>): WallRequest {
  const grouping = readGroup(group)
  return { ...question, group: grouping === 'none' ? null : grouping, order: order ?? FIRST_ORDER, descending: readDirection(arrange) }
}

/** How the sheets of a wall will be asked for, as far as that is known before it is drawn. */
export const sheetLookOf = (side: Side, context: number): SheetLook => ({ side: storedSide(SIDES, side * (window.devicePixelRatio || 1)), context })
