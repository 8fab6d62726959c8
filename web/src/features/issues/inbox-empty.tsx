import { predictionsCommand } from '@/actions/commands'
import { ExportMenu } from '@/actions/export-menu'
import { Refused } from '@/actions/refused'
import { useFind } from '@/actions/running'
import type { IssueSummary } from '@/api/types'
import { useLate } from '@/lib/use-late'
import { amount, number } from '@/lib/words'
import type { Current } from '@/state/current'
import { useGo } from '@/state/place'
import { PlaceLink } from '@/state/place-link'
import { Button } from '@/ui/button'
import { Command } from '@/ui/command'
import { EmptyState } from '@/ui/messages'
import { Skeleton } from '@/ui/skeleton'
import styles from './inbox-empty.module.css'
import type { IssueFilter } from './issue-query'
import { progress, type Session } from './session'
import type { IssueList } from './use-issue-list'

interface InboxEmptyProps {
  readonly current: Current
  readonly summary: readonly IssueSummary[] | null
  readonly filter: IssueFilter
  readonly list: IssueList
  readonly session: Session
}

/** Why there is no card, and what to do about it. */
export function InboxEmpty(props: InboxEmptyProps) {
  const { summary, filter, list } = props
  if (list.error !== null) {
    return <Refused error={list.error} onRetry={list.retry} wayOut={filter.kind === null ? undefined : <AllKinds />} />
  }
  if (list.isLoading || summary === null) return <Waiting />
  const sum = (of: 'open' | 'fixed' | 'kept'): number => summary.reduce((total, row) => total + row[of], 0)
  const seen = sum('open') + sum('fixed') + sum('kept')
  if (seen === 0) return <NothingFound {...props} />
  if (sum('open') === 0 && filter.state === 'open')
    return <AllDone {...props} fixed={sum('fixed')} kept={sum('kept')} />
  return <NothingHere filter={filter} open={sum('open')} />
}

/** The kind that the address names is none, or is looked for no more. */
function AllKinds() {
  const go = useGo()
  return <Button onClick={() => go({ kind: null })}>All kinds</Button>
}

function Waiting() {
  const late = useLate(true)
  if (!late) return null
  return (
    <div className={styles.waiting}>
      {[0, 1, 2, 3].map((row) => (
        <Skeleton key={row} height={160} />
      ))}
    </div>
  )
}

/** Nobody looked for suspects yet, or nothing was found. */
function NothingFound({ current }: InboxEmptyProps) {
  const { run, isRunning } = useFind(current.scope)
  const hasRun = current.run !== null
  const find = (
    <Button edits variant="primary" disabled={isRunning} onClick={run}>
      {isRunning ? 'Looking…' : 'Find suspects'}
    </Button>
  )
  return (
    <EmptyState icon="issues" title="No suspects yet" actions={find}>
      <p>
        Assay looks at every label of {current.dataset.name}
        {hasRun && <> beside the predictions of {current.run.name}</>}, and lists here what does not fit together. It
        takes seconds and changes nothing.
      </p>
      {!hasRun && (
        <>
          <p>
            There are no predictions yet. Without them it finds boxes that cannot be right and images that are there
            twice; with them also missing, wrong and loose labels:
          </p>
          <Command text={predictionsCommand(current.project, current.dataset.name)} />
        </>
      )}
    </EmptyState>
  )
}

interface AllDoneProps extends InboxEmptyProps {
  readonly fixed: number
  readonly kept: number
}

function AllDone({ current, session, fixed, kept }: AllDoneProps) {
  const sitting = progress(session, 0)
  const { run, isRunning } = useFind(current.scope)
  return (
    <EmptyState
      icon="check"
      title={`All ${number(fixed + kept)} suspects are decided`}
      actions={
        <>
          <ExportMenu dataset={current.dataset.id} variant="primary" />
          <Button edits disabled={isRunning} onClick={run}>
            {isRunning ? 'Looking…' : 'Look again'}
          </Button>
          <PlaceLink page="history" className={styles.link}>
            What was done
          </PlaceLink>
        </>
      }
    >
      <p>
        {amount(fixed, 'error')} mended, {amount(kept, 'label')} kept as {kept === 1 ? 'it was' : 'they were'}.
        {sitting.fixed + sitting.kept > 0 && <> {number(sitting.fixed + sitting.kept)} of them in this sitting.</>}
      </p>
      <p>The labels on disk are corrected; an export carries the mended set to your training.</p>
    </EmptyState>
  )
}

function NothingHere({ filter, open }: { readonly filter: IssueFilter; readonly open: number }) {
  const go = useGo()
  const narrowed = filter.kind !== null || filter.text !== ''
  const all = (): void => go({ kind: null, state: null, q: '', issue: null })
  return (
    <EmptyState
      icon={filter.state === 'open' ? 'check' : 'search'}
      title={TITLES[filter.state]}
      actions={
        open > 0 && (
          <Button variant="primary" onClick={all}>
            {narrowed ? 'Show all' : 'Show'} {number(open)} open suspects
          </Button>
        )
      }
    >
      {narrowed && <p>At least none of this kind.</p>}
    </EmptyState>
  )
}

const TITLES: Readonly<Record<IssueFilter['state'], string>> = {
  open: 'Nothing left to decide here',
  fixed: 'Nothing was fixed yet',
  kept: 'Nothing was kept yet',
}
