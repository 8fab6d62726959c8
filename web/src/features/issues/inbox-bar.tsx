import { READ_ONLY } from '@/lib/base-path'
import { amount, number } from '@/lib/words'
import { useGo, usePlace } from '@/state/place'
import { Button } from '@/ui/button'
import { Tabs } from '@/ui/tabs'
import type { InboxVerbs } from './issue-actions'
import { type IssueOrder, readOrder, readState } from './issue-query'
import styles from './inbox-bar.module.css'
import { progress, type Session } from './session'
import { SpotCheckBar } from './spot-check-bar'
import type { SpotChecking } from './use-spot-check'

interface InboxBarProps {
  readonly count: number
  readonly ticked: number
  readonly session: Session
  readonly verbs: InboxVerbs
  readonly checking: SpotChecking
}

/** The order of the list and how the work goes; with ticks, what to do with the ticked. */
export function InboxBar({ count, ticked, session, verbs, checking }: InboxBarProps) {
  const state = usePlace((place) => readState(place.state))
  return (
    <div className={styles.bar}>
      {ticked > 0 ? (
        <>
          <b>{number(ticked)} ticked</b>
          {state === 'open' && (
            <>
              <Button edits size="small" variant="primary" keys="a" onClick={() => verbs.accept()}>
                Accept {amount(ticked, 'fix', 'fixes')}
              </Button>
              <Button edits size="small" keys="k" onClick={() => verbs.keep()}>
                Not {ticked === 1 ? 'an error' : `errors`}
              </Button>
              <Button edits size="small" keys="c" onClick={() => verbs.pickClass()}>
                Other class
              </Button>
            </>
          )}
          <Button edits size="small" keys="Shift S" onClick={() => verbs.segment(ticked)}>
            Add to segment
          </Button>
          <span className={styles.gap} />
          {ticked < count && (
            <Button size="small" variant="quiet" onClick={verbs.tickAll}>
              Tick all {number(count)}
            </Button>
          )}
          <Button size="small" variant="quiet" keys="Escape" onClick={verbs.untickAll}>
            Untick
          </Button>
        </>
      ) : checking.check !== null ? (
        <SpotCheckBar check={checking.check} left={count} onEnd={checking.end} />
      ) : (
        <>
          <Order />
          {state === 'open' && (
            <Button edits size="small" variant="quiet" keys="r" title="What these suspects are about, as a wall of crops" onClick={verbs.review}>
              Review
            </Button>
          )}
          <span className={styles.gap} />
          <Progress session={session} left={count} />
        </>
      )}
    </div>
  )
}

const ORDERS = [
  { value: 'benefit', label: 'Most worth first' },
  { value: 'chance', label: 'Surest first' },
  { value: 'image', label: 'Image by image' },
] as const satisfies readonly { value: IssueOrder; label: string }[]

function Order() {
  const go = useGo()
  const order = usePlace((place) => readOrder(place.sort))
  const set = (next: IssueOrder): void => go({ sort: next === 'benefit' ? null : next, desc: false, issue: null })
  return <Tabs label="Order" value={order} tabs={ORDERS} onChange={set} />
}

function Progress({ session, left }: { readonly session: Session; readonly left: number }) {
  const { fixed, kept, perMinute } = progress(session, session.decided.at(-1)?.at ?? 0)
  const decided = fixed + kept
  if (READ_ONLY !== null) return null
  if (decided === 0) return <span className={styles.progress}>Nothing decided yet in this sitting</span>
  return (
    <span className={styles.progress} aria-live="polite">
      <b>{number(decided)} decided</b>
      {perMinute !== null && `, ${number(perMinute)} a minute`}
      <i className={styles.track} aria-hidden="true">
        <i style={{ width: `${(decided / (decided + left)) * 100}%` }} />
      </i>
    </span>
  )
}
