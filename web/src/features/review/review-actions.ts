/** What the keys do on this page beside those of the wall. */
import { useActions } from '@/actions/registry'
import { useGo, usePlace } from '@/state/place'
import { groupName } from './groups'
import type { Filter, VerdictBook, WallData } from './types'

interface Options {
  readonly book: VerdictBook
  readonly wall: WallData
  readonly group: number
  readonly onTurn: (group: number) => void
}

const FILTERS: readonly (readonly [Filter, string])[] = [
  ['all', 'Show all crops'],
  ['marked', 'Show the marked ones'],
  ['unmarked', 'Show the unmarked ones'],
]

export function useReviewActions({ wall, group, onTurn }: Options): void {
  const go = useGo()
  const only = usePlace((place) => place.only)
  const grouped = usePlace((place) => place.group)
  const many = (): boolean => wall.groups.length > 1
  const shown = wall.groups[group]
  useActions([
    { id: 'review.next-group', label: 'Next class', group: 'Review', family: 'Next, previous class', keys: [']'], when: many, perform: () => onTurn(Math.min(group + 1, wall.groups.length - 1)) },
    { id: 'review.previous-group', label: 'Previous class', group: 'Review', family: 'Next, previous class', keys: ['['], when: many, perform: () => onTurn(Math.max(group - 1, 0)) },
    {
      id: 'review.only',
      label: only === null ? 'This class alone' : 'All classes',
      group: 'Review',
      keys: ['l'],
      keywords: 'one class at a time narrow',
      when: () => shown !== undefined,
      perform: () => go({ only: only === null && shown !== undefined ? groupName(shown) : null }),
    },
    {
      id: 'review.group',
      label: grouped === 'pair' ? 'Group by class' : 'Group by class and prediction',
      group: 'Review',
      keys: ['g'],
      keywords: 'pair confusion',
      perform: () => go({ group: grouped === 'pair' ? null : 'pair', only: null }),
    },
    {
      id: 'review.ungroup',
      label: 'One group of everything',
      group: 'Review',
      keywords: 'no classes flat',
      when: () => grouped !== 'none',
      perform: () => go({ group: 'none', only: null }),
    },
    ...FILTERS.map(([filter, label], index) => ({
      id: `review.show.${filter}`,
      label,
      group: 'Review' as const,
      family: 'Show all, marked, unmarked',
      keys: [`shift+${'amn'[index]}`],
      perform: () => go({ show: filter === 'all' ? null : filter }),
    })),
  ])
}
