import { useState } from 'react'
import type { Action } from '@/actions/action'
import { useEditing } from '@/actions/editing'
import { useActions } from '@/actions/registry'
import type { Edit, ResultIds, Selection } from '@/api/types'
import { amount } from '@/lib/words'
import { useClasses, useCurrent } from '@/state/current'
import { hasSelection, NOTHING, select, type SelectedRows } from '@/state/selection'
import { Button } from '@/ui/button'
import { ClassPicker } from '@/ui/class-picker'
import { namedIds } from './result-list'

interface FixVerbsProps {
  readonly target: () => Promise<ResultIds>
  readonly rows: SelectedRows
}

/** What mends the ticked labels and predictions themselves. */
export function FixVerbs({ target, rows }: FixVerbsProps) {
  const scope = useCurrent()?.scope
  const classes = useClasses()
  const { edit } = useEditing()
  const [asking, setAsking] = useState(false)
  const ids = namedIds(rows.ids)
  // Where all results are ticked, only the server knows of which kind they are.
  const labels = rows.all ? null : ids.annotation.length
  const predictions = rows.all ? null : ids.prediction.length

  const perform = async (level: 'annotation' | 'prediction', make: (target: Selection) => Edit): Promise<void> => {
    setAsking(false)
    if (scope === undefined) return
    const chosen = (await target())[level]
    if (chosen.length === 0) return
    select(NOTHING)
    const change = await edit(make({ ...scope, level, ids: chosen }))
    // Refused: nothing has happened, so what was ticked still waits.
    if (change === null && !hasSelection()) select(rows)
  }
  const relabel = (class_id: number): void => void perform('annotation', (chosen) => ({ action: 'relabel', target: chosen, class_id }))
  const remove = (): void => void perform('annotation', (chosen) => ({ action: 'delete', target: chosen }))
  const accept = (): void => void perform('prediction', (chosen) => ({ action: 'accept', target: chosen }))
  const ofLabels = labels === null ? 'labels' : amount(labels, 'label')
  const ofPredictions = predictions === null ? 'predictions' : amount(predictions, 'prediction')
  const verbs = [
    labels !== 0 && { id: 'relabel', short: 'Change class', label: `Change class of ${ofLabels}`, key: 'c', variant: 'default' as const, act: () => setAsking(true) },
    labels !== 0 && { id: 'delete', short: 'Delete', label: `Delete ${ofLabels}`, key: 'd', variant: 'danger' as const, act: remove },
    predictions !== 0 && { id: 'accept', short: 'Accept', label: `Accept ${ofPredictions} as labels`, key: 'a', variant: 'default' as const, act: accept },
  ].filter((verb) => verb !== false)
  useActions(verbs.map(({ id, label, key, act }): Action => ({ id: `selection.${id}`, label, group: 'Selection', keys: [key], edits: true, perform: act })))
  return (
    <>
      {verbs.map(({ id, short, label, key, variant, act }) => (
        <Button edits key={id} keys={key} variant={variant} title={label} aria-label={label} onClick={act}>
          {short}
        </Button>
      ))}
      {asking && <ClassPicker title={`Change class of ${ofLabels}`} classes={classes.all} onPick={relabel} onClose={() => setAsking(false)} />}
    </>
  )
}
