import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useEditing } from '@/actions/editing'
import { useActions } from '@/actions/registry'
import { segmentKindsQuery } from '@/api/queries'
import type { SegmentState } from '@/api/segment-types'
import { useTransport } from '@/api/transport/context'
import type { Segment } from '@/api/types'
import { number } from '@/lib/words'
import { useGo, usePlace } from '@/state/place'
import { Button } from '@/ui/button'
import { Segmented } from '@/ui/segmented'
import { STATE_MEANINGS, STATE_NAMES, STATES } from '../state-words'
import styles from './board.module.css'
import { CombineDialog } from './combine-dialog'
import { SegmentCard } from './segment-card'
import { SegmentTable } from './segment-table'

interface BoardProps {
  readonly dataset: number
  readonly segments: readonly Segment[]
}

/** All segments of a dataset, by state: as columns, or as a table. */
export function Board({ dataset, segments }: BoardProps) {
  const go = useGo()
  const isTable = usePlace((place) => place.view) === 'table'
  const [combining, setCombining] = useState(false)
  const { data: templates = [] } = useQuery(segmentKindsQuery(useTransport()))
  const titles = new Map(templates.map(({ kind, title }) => [kind, title]))
  const mayCombine = segments.length > 1
  useActions([
    { id: 'segments.combine', label: 'Combine segments', group: 'Query', keys: ['c'], keywords: 'union intersection difference set', edits: true, when: () => mayCombine, perform: () => setCombining(true) },
  ])
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Segmented
          label="How segments are shown"
          value={isTable ? 'table' : 'board'}
          options={[
            { value: 'board', label: 'Board' },
            { value: 'table', label: 'Table' },
          ]}
          onChange={(view) => go({ view: view === 'table' ? view : null }, { replace: true })}
        />
        <span className={styles.gap} />
        <Button keys="C" edits disabled={!mayCombine} onClick={() => setCombining(true)}>
          Combine
        </Button>
        <Button icon="plus" edits onClick={() => go({}, { page: 'explore' })}>
          New: choose rows
        </Button>
      </header>
      {isTable ? <SegmentTable segments={segments} titles={titles} /> : <Columns segments={segments} titles={titles} />}
      {combining && <CombineDialog dataset={dataset} segments={segments} onClose={() => setCombining(false)} />}
    </div>
  )
}

interface ColumnsProps {
  readonly segments: readonly Segment[]
  readonly titles: ReadonlyMap<string, string>
}

/** One column for each state. A card that is dragged into another one goes to that state, if it may follow. */
function Columns({ segments, titles }: ColumnsProps) {
  const transport = useTransport()
  const { change } = useEditing()
  const [dragged, setDragged] = useState<Segment | null>(null)
  const drop = (state: SegmentState): void => {
    if (dragged !== null && dragged.steps.includes(state)) void change(async () => (await transport.editSegment(dragged.id, { state })).change)
    setDragged(null)
  }
  return (
    <div className={styles.columns}>
      {STATES.map((state) => {
        const inside = segments.filter((segment) => segment.state === state)
        const takes = dragged?.steps.includes(state) ?? false
        return (
          <section
            key={state}
            className={styles.column}
            aria-label={`${STATE_NAMES[state]}, ${inside.length}`}
            data-takes={takes}
            onDragOver={(event) => takes && event.preventDefault()}
            onDrop={() => drop(state)}
          >
            <h2 className={styles.state} data-state={state} title={STATE_MEANINGS[state]}>
              {STATE_NAMES[state]} <em>{number(inside.length)}</em>
            </h2>
            {inside.map((segment) => (
              <SegmentCard key={segment.id} segment={segment} kind={titles.get(segment.kind) ?? ''} onDrag={setDragged} />
            ))}
            {inside.length === 0 && <p className={styles.empty}>{STATE_MEANINGS[state]}</p>}
          </section>
        )
      })}
    </div>
  )
}
