import type { IssueSummary, Scope } from '@/api/types'
import { classNames } from '@/lib/class-names'
import { expectedWords } from '@/state/precision-words'
import { number } from '@/lib/words'
import { useGo, usePlace } from '@/state/place'
import { PlaceLink } from '@/state/place-link'
import { Segmented } from '@/ui/segmented'
import { Skeleton } from '@/ui/skeleton'
import { KindWorth } from './kind-worth'
import { type ListedState, readState } from './issue-query'
import styles from './kinds-panel.module.css'
import { PrecisionNote } from './precision-note'
import type { SpotChecking } from './use-spot-check'

interface KindsPanelProps {
  readonly summary: readonly IssueSummary[] | null
  readonly scope: Scope
  readonly checking: SpotChecking
}

/** Which suspects are listed: by state and by kind, with counts, and how often they were right. */
export function KindsPanel({ summary, scope, checking }: KindsPanelProps) {
  const go = useGo()
  const state = usePlace((place) => readState(place.state))
  const kind = usePlace((place) => place.kind)
  const rows = summary ?? []
  const listed = rows.filter((row) => row[state] > 0 || row.kind === kind)
  const sum = (of: ListedState): number => rows.reduce((total, row) => total + row[of], 0)
  const show = (next: string | null): void => go({ kind: next, check: null, issue: null, sel: '' })
  return (
    <aside className={styles.panel} aria-label="Kinds of suspects">
      <Segmented
        label="State"
        fill
        value={state}
        options={(['open', 'fixed', 'kept'] as const).map((value) => ({
          value,
          label: (
            <>
              {NAMES[value]} <em className={styles.count}>{summary !== null && number(sum(value))}</em>
            </>
          ),
          title: MEANINGS[value],
        }))}
        onChange={(value) => go({ state: value === 'open' ? null : value, check: null, issue: null, sel: '' })}
      />
      <h2 className={styles.heading}>Kind</h2>
      <ul>
        <Kind
          name="All kinds"
          count={sum(state)}
          chosen={kind === null && !checking.isOn}
          loaded={summary !== null}
          onShow={() => show(null)}
        />
        {listed.map((row) => (
            <Kind
              key={row.kind}
              name={row.title}
              title={state === 'open' ? `${row.rule} ${capital(expectedWords(row.expected, row.open))}.` : row.rule}
              count={row[state]}
              chosen={kind === row.kind}
              loaded
              onShow={() => show(row.kind)}
            />
          ))}
      </ul>
      <PrecisionNote scope={scope} kind={kind} checking={checking} />
      {listed.some((row) => row.kind === 'wrong_class') && <ToMislabels />}
      {kind !== null && !checking.isOn && <KindWorth key={kind} dataset={scope.dataset} kind={kind} />}
    </aside>
  )
}

/** The other way to wrong classes: not suspects one by one, but a chance beside every label. */
function ToMislabels() {
  return (
    <p className={classNames(styles.words, styles.other)}>
      Wrong classes are also told for every label, by class probabilities of your own too:{' '}
      <PlaceLink page="metrics" patch={{ tab: 'mislabels' }} className={styles.link}>
        Mislabels
      </PlaceLink>
    </p>
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const NAMES: Readonly<Record<ListedState, string>> = { open: 'Open', fixed: 'Fixed', kept: 'Kept' }

const MEANINGS: Readonly<Record<ListedState, string>> = {
  open: 'Waits for a decision',
  fixed: 'It was an error, and was mended',
  kept: 'Looked at: not an error',
}

interface KindProps {
  readonly name: string
  readonly title?: string
  readonly count: number
  readonly chosen: boolean
  readonly loaded: boolean
  readonly onShow: () => void
}

function Kind({ name, title, count, chosen, loaded, onShow }: KindProps) {
  return (
    <li>
      <button
        type="button"
        className={classNames(styles.kind, chosen && styles.chosen)}
        title={title}
        aria-pressed={chosen}
        onClick={onShow}
      >
        <span>{name}</span>
        {loaded ? <em>{number(count)}</em> : <Skeleton width={28} />}
      </button>
    </li>
  )
}
