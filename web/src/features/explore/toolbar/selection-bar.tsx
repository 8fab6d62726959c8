import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Action, asEdits } from '@/actions/action'
import { useEditing } from '@/actions/editing'
import { ALIKE_KEYS, useFindLookAlikes } from '@/actions/find-look-alikes'
import { useActions } from '@/actions/registry'
import { segmentsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { AutotagLevel } from '@/api/autotag-types'
import type { Segment } from '@/api/types'
import { number } from '@/lib/words'
import { useClasses, useCurrent } from '@/state/current'
import { usePlace } from '@/state/place'
import { offerAutotag } from '@/state/autotag-offer'
import { offerSegment } from '@/state/segment-offer'
import { EVERYTHING, hasSelection, NOTHING, select, selectedCount, useSelection } from '@/state/selection'
import { Button, IconButton } from '@/ui/button'
import { ClassPicker } from '@/ui/class-picker'
import type { ResultSpec } from '../spec'
import type { Results } from '../use-results'
import { ConfirmEdit } from './confirm-edit'
import { ReviewSelected } from './review-selected'
import styles from './toolbar.module.css'
import { SetAttribute } from './set-attribute'
import { selectedTarget } from './selection-target'
import { type Verb, verbsFor } from './verbs'

interface SelectionBarProps {
  readonly results: Results
  readonly total: number
}

const NO_CLASS = -1
/** More would make an address too long to pass on. */
const MOST_ALIKE = 100

/** A verb that waits for the person's word. */
interface Planned {
  readonly verb: Verb
  readonly classId: number
}

/** How many are selected, and what can be done with them. */
export function SelectionBar({ results, total }: SelectionBarProps) {
  const rows = useSelection((state) => state.rows)
  const confidence = usePlace((place) => place.conf)
  const isClassification = useCurrent()?.dataset.task === 'classification'
  const classes = useClasses()
  const { edit, takeOutOfSegment } = useEditing()
  const findLookAlikes = useFindLookAlikes()
  const [asking, setAsking] = useState<Verb | null>(null)
  const [planned, setPlanned] = useState<Planned | null>(null)
  const count = selectedCount(rows, total)
  const verbs = verbsFor({ rows, count, spec: results.spec, confidence, isClassification })

  const perform = async (verb: Verb, classId: number): Promise<void> => {
    setPlanned(null)
    select(NOTHING)
    const change = await edit(verb.edit(classId), verb.patch(classId))
    // Refused: nothing has happened, so what was selected still waits.
    if (change === null && !hasSelection()) select(rows)
  }
  /** What was ticked one by one was seen; of all results most were not. */
  const choose = (verb: Verb, classId: number): void => {
    setAsking(null)
    if (rows.all) setPlanned({ verb, classId })
    else void perform(verb, classId)
  }
  const close = (): void => {
    setAsking(null)
    setPlanned(null)
  }
  const begin = (verb: Verb): void => {
    if (verb.asksClass) setAsking(verb)
    else choose(verb, NO_CLASS)
  }
  const { spec } = results
  const keep = (): void => offerSegment({ scope: { dataset: spec.dataset, run: spec.run }, target: { rows: selectedTarget(rows, spec) }, count })
  const teach = spec.level === 'prediction' || rows.all ? null : (): void => offerAutotag({ dataset: spec.dataset, level: spec.level as AutotagLevel, ids: [...rows.ids] })
  const alike = rows.all || count > MOST_ALIKE ? null : (): void => findLookAlikes(spec.level, [...rows.ids])
  const open = useOpenSegment(spec)
  const takeOut = async (): Promise<void> => {
    if (open === null) return
    const change = await takeOutOfSegment(open.id, { rows: selectedTarget(rows, spec) })
    if (change !== null) select(NOTHING)
  }
  const relabel = verbs.find(({ id }) => id === 'relabel')
  const numbers = (relabel === undefined ? [] : classes.all.slice(0, 9)).map(
    (look, index): Action => ({
      id: `selection.class.${look.id}`,
      label: `Change class to ${look.name}`,
      group: 'Selection',
      family: 'Change class to one of the first nine',
      keys: [String(index + 1)],
      perform: () => void (relabel !== undefined && choose(relabel, look.id)),
    }),
  )
  useActions([
    ...verbs.map((verb): Action => ({ id: `selection.${verb.id}`, label: verb.label, group: 'Selection', keys: [verb.key], edits: true, perform: () => begin(verb) })),
    ...asEdits(numbers),
    { id: 'selection.alike', label: `Find look-alikes of ${number(count)}`, group: 'Selection', keys: [ALIKE_KEYS], keywords: 'similar neighbours', when: () => alike !== null, perform: () => alike?.() },
    { id: 'selection.segment', label: `Add ${number(count)} to a segment`, group: 'Selection', edits: true, keys: ['s'], keywords: 'keep bucket campaign quality', perform: keep },
    { id: 'selection.autotag', label: `Teach an autotag with ${number(count)}`, group: 'Selection', edits: true, keys: ['t'], keywords: 'examples learn tag similar', when: () => teach !== null, perform: () => teach?.() },
    { id: 'selection.take-out', label: `Take ${number(count)} out of the segment`, group: 'Selection', edits: true, keys: ['shift+s'], when: () => open !== null, perform: () => void takeOut() },
  ])
  return (
    <>
      <span className={styles.count} aria-live="polite">
        {number(count)} selected
      </span>
      {verbs.map((verb) => (
        <Button edits key={verb.id} keys={verb.key} title={verb.title} variant={verb.takesAway ? 'danger' : 'default'} onClick={() => begin(verb)}>
          {verb.label}
        </Button>
      ))}
      <SetAttribute target={selectedTarget(rows, spec)} count={count} />
      {alike !== null && <IconButton icon="alike" variant="default" label={`Find look-alikes of ${number(count)}`} keys="Shift L" onClick={alike} />}
      <ReviewSelected rows={rows} spec={spec} count={count} />
      {teach !== null && <IconButton edits icon="plus" variant="default" label={`Teach an autotag with ${number(count)}`} keys="T" onClick={teach} />}
      <IconButton edits icon="bookmark" variant="default" label={`Add ${number(count)} to a segment`} keys="S" onClick={keep} />
      {open !== null && <IconButton edits icon="bookmarkOff" variant="default" label={`Take ${number(count)} out of ${open.name}`} keys="Shift S" onClick={() => void takeOut()} />}
      {count < total && (
        <Button variant="quiet" onClick={() => select(EVERYTHING)}>
          Select all {number(total)}
        </Button>
      )}
      <Button variant="quiet" keys="Escape" onClick={() => select(NOTHING)}>
        Clear
      </Button>
      <VerbDialog asking={asking} planned={planned} onChoose={choose} onConfirm={({ verb, classId }) => void perform(verb, classId)} onClose={close} />
    </>
  )
}

interface VerbDialogProps {
  readonly asking: Verb | null
  readonly planned: Planned | null
  readonly onChoose: (verb: Verb, classId: number) => void
  readonly onConfirm: (planned: Planned) => void
  readonly onClose: () => void
}

/** What a verb asks before it is done: a class, or the person's word. */
function VerbDialog({ asking, planned, onChoose, onConfirm, onClose }: VerbDialogProps) {
  const classes = useClasses()
  if (asking !== null) return <ClassPicker title={asking.label} classes={classes.all} onPick={(classId) => onChoose(asking, classId)} onClose={onClose} />
  if (planned === null) return null
  const { verb, classId } = planned
  return <ConfirmEdit label={verb.label} edit={verb.edit(classId)} takesAway={verb.takesAway} onConfirm={() => onConfirm(planned)} onClose={onClose} />
}

/** The list of items that the grid shows as a whole, if it shows one. */
function useOpenSegment({ dataset, query }: ResultSpec): Segment | null {
  const transport = useTransport()
  const { data = [] } = useQuery({ ...segmentsQuery(transport, dataset), enabled: query.startsWith('segment =') })
  return data.find((segment) => segment.items !== null && segment.query === query) ?? null
}
