import { type ReactNode, useMemo, useState } from 'react'
import { useActions } from '@/actions/registry'
import type { IssueItem, IssueSummary } from '@/api/types'
import { useStable } from '@/lib/use-stable'
import type { ClassBook } from '@/state/class-book'
import { amount } from '@/lib/words'
import { type Current, useClasses } from '@/state/current'
import { useGo, usePlace } from '@/state/place'
import { ClassPicker } from '@/ui/class-picker'
import { inboxActions, type InboxState } from './issue-actions'
import { InboxBar } from './inbox-bar'
import { InboxEmpty } from './inbox-empty'
import styles from './inbox.module.css'
import { IssueList } from './issue-list'
import { checkFilter, type IssueFilter, readOrder, readState } from './issue-query'
import { acceptVerb, subjectClass, takesClass } from './issue-title'
import { IssueView } from './issue-view'
import { KindsPanel } from './kinds-panel'
import type { Session } from './session'
import { spotCheckActions } from './spot-check-actions'
import { SpotCheckDone } from './spot-check-bar'
import { useAhead } from './use-ahead'
import { useReturn } from './use-decide'
import { useInboxVerbs } from './use-inbox-verbs'
import { type IssueList as List, useIssueList } from './use-issue-list'
import { type SpotChecking, useSpotCheck } from './use-spot-check'
import { useTicks } from './use-ticks'

interface InboxProps {
  readonly current: Current
  /** Null before the first answer. */
  readonly summary: readonly IssueSummary[] | null
  /** How many the list holds in all. */
  readonly count: number
  readonly session: Session
}

/** Kinds on the left, cards in the middle, the whole image on the right. */
export function Inbox({ current, summary, count, session }: InboxProps) {
  const { scope, dataset, project } = current
  const book = useClasses()
  const go = useGo()
  const issue = usePlace((place) => place.issue)
  const checking = useSpotCheck(scope)
  const filter = useFilter(checking)
  const list = useIssueList(scope, filter, session, issue)
  const ticks = useTicks()
  // For which issue a class is being picked: one card, or (undefined) what the keys are about.
  const [picking, setPicking] = useState<{ readonly issue: IssueItem | undefined } | null>(null)
  const verbs = useInboxVerbs({ scope, filter, list, ticks, pickClass: (issue) => setPicking({ issue }) })
  const moves = useStable({
    show: (id: number) => go({ issue: id }, { replace: true }),
    tick: (id: number, on: boolean) => ticks.set([id], on),
  })
  useReturn(dataset.id, project.redo?.id ?? null, filter.kind)
  useAhead(list, scope.run)

  const shown = list.current
  const ticked = ticks.count(count)
  // While a sample is drawn, a key must not judge a card of the list that is about to go.
  const canJudge = !checking.isDrawing && (!checking.isOn || checking.check !== null)
  useActions(inboxActions({ ...stateOf(shown, filter, ticked, book), ...(!canJudge && { canDecide: false }) }, verbs))
  useActions(spotCheckActions(checking, filter.kind))
  const left = checking.check === null ? count : list.items.length

  return (
    <div className={styles.layout} data-empty={shown === null}>
      <KindsPanel summary={summary} scope={scope} checking={checking} />
      <section className={styles.work} aria-label="Suspects">
        <InboxBar count={left} ticked={ticked} session={session} verbs={verbs} checking={checking} />
        <Cards {...{ current, summary, filter, list, session, checking }}>
          <IssueList
            list={list}
            ticks={ticks}
            session={session}
            verbs={verbs}
            book={book}
            scope={scope}
            blind={checking.isOn}
            onShow={moves.show}
            onTick={moves.tick}
          />
        </Cards>
      </section>
      {shown !== null && <IssueView issue={shown} book={book} run={scope.run} onOpen={verbs.open} />}
      {picking !== null && (
        <ClassPicker
          title={ticked > 0 && picking.issue === undefined ? `Give ${amount(ticked, 'suspect')} the class` : 'What is it?'}
          classes={book.all}
          likely={likelyClass(picking.issue ?? shown)}
          onPick={(id) => {
            setPicking(null)
            verbs.setClass(id, picking.issue)
          }}
          onClose={() => setPicking(null)}
        />
      )}
    </div>
  )
}

interface CardsProps extends Omit<InboxProps, 'count'> {
  readonly filter: IssueFilter
  readonly list: List
  readonly checking: SpotChecking
  readonly children: ReactNode
}

/** The cards, or why there are none. */
function Cards({ checking, children, ...why }: CardsProps) {
  // Until the sample is known no card may be decided: it would be one of the ranked list.
  if (checking.isOn && checking.check === null) return null
  if (why.list.items.length > 0) return children
  if (checking.check === null || why.list.isLoading) return <InboxEmpty {...why} />
  return <SpotCheckDone scope={why.current.scope} check={checking.check} onEnd={checking.end} />
}

const likelyClass = (issue: IssueItem | null): number | null => issue && subjectClass(issue)

/** What can be decided now. */
function stateOf(shown: IssueItem | null, filter: IssueFilter, ticked: number, book: ClassBook): InboxState {
  const isOpen = filter.state === 'open'
  return {
    canDecide: isOpen && (shown !== null || ticked > 0),
    verb: shown && acceptVerb(shown, (id) => book.look(id).name),
    takesClass: shown !== null && takesClass(shown),
    classes: book.all,
    ticked,
  }
}

function useFilter({ check, isOn }: SpotChecking): IssueFilter {
  const kind = usePlace((place) => place.kind)
  const state = usePlace((place) => readState(place.state))
  const text = usePlace((place) => place.q)
  const order = usePlace((place) => readOrder(place.sort))
  const drawn = isOn ? (check?.issues.join(' ') ?? '-1') : null
  return useMemo(
    () => (drawn === null ? { kind, state, text, order, among: null } : checkFilter(drawn.split(' ').map(Number))),
    [kind, state, text, order, drawn],
  )
}
