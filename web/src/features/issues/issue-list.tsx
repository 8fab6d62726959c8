import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { Scope } from '@/api/types'
import type { ClassBook } from '@/state/class-book'
import { IssueCard } from './issue-card'
import type { InboxVerbs } from './issue-actions'
import styles from './issue-list.module.css'
import type { Session } from './session'
import type { IssueList as List } from './use-issue-list'
import type { Ticks } from './use-ticks'

interface IssueListProps {
  readonly list: List
  readonly book: ClassBook
  readonly scope: Scope
  readonly blind: boolean
  readonly ticks: Ticks
  readonly session: Session
  readonly verbs: InboxVerbs
  readonly onShow: (id: number) => void
  readonly onTick: (id: number, on: boolean) => void
}

const CARD_HEIGHT = 172
const GAP = 12

/** The cards; only those in sight are drawn, and the current one is always in sight. */
export function IssueList({ list, book, scope, blind, ticks, session, verbs, onShow, onTick }: IssueListProps) {
  const { items, at, current, hasMore, loadMore } = list
  const frame = useRef<HTMLDivElement>(null)
  // Nothing here is memoised by a compiler, so the virtualizer's functions are always the current ones.
  // eslint-disable-next-line react-hooks/incompatible-library
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => CARD_HEIGHT,
    getItemKey: (index) => items[index]?.id ?? index,
    gap: GAP,
    paddingStart: 14,
    paddingEnd: 24,
    scrollPaddingStart: 14,
    scrollPaddingEnd: 24,
    overscan: 4,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && last >= items.length - 10) loadMore()
  }, [hasMore, last, items.length, loadMore])

  const currentId = current?.id
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at, { align: 'auto' })
    // Only a change of the current card moves the list; scrolling by hand is left alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [at, currentId])

  return (
    <div ref={frame} className={styles.frame} tabIndex={-1}>
      <div className={styles.rail} style={{ height: rows.getTotalSize() }} role="list" aria-label="Suspects">
        {shown.map(({ index, key, start }) => {
          const issue = items[index]
          if (issue === undefined) return null
          return (
            <div
              key={key}
              ref={rows.measureElement}
              data-index={index}
              role="listitem"
              className={styles.place}
              style={{ transform: `translateY(${start}px)` }}
            >
              <IssueCard
                issue={issue}
                book={book}
                scope={scope}
                blind={blind}
                current={issue === current}
                ticked={ticks.has(issue.id)}
                problem={session.problems.get(issue.id) ?? null}
                verbs={verbs}
                onShow={onShow}
                onTick={onTick}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}
