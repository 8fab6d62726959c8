import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { refresh } from '@/actions/refresh'
import { searchQuery } from '@/api/queries'
import type { Operation } from '@/api/segment-types'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { Segment } from '@/api/types'
import { useGo } from '@/state/place'
import { toast } from '@/state/toasts'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Segmented } from '@/ui/segmented'
import { sizeWords } from '../state-words'
import styles from './board.module.css'

interface CombineDialogProps {
  readonly dataset: number
  readonly segments: readonly Segment[]
  readonly onClose: () => void
}

const BETWEEN: Readonly<Record<Operation, string>> = { union: ' or ', intersection: ' and ', difference: ' and not ' }
const WORDS: Readonly<Record<Operation, string>> = { union: 'or', intersection: 'and', difference: 'without' }

const clause = ({ name }: Segment): string => `segment = ${JSON.stringify(name)}`

/** Two segments become a third: what is in either, in both, or in the first only. */
export function CombineDialog({ dataset, segments, onClose }: CombineDialogProps) {
  const transport = useTransport()
  const client = useQueryClient()
  const go = useGo()
  const [pair, setPair] = useState<readonly [number, number]>([0, 1])
  const [operation, setOperation] = useState<Operation>('difference')
  const [name, setName] = useState('')
  const [frozen, setFrozen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [first, second] = [segments[pair[0]], segments[pair[1]]]
  const ready = first !== undefined && second !== undefined && first !== second
  const proposed = ready ? `${first.name} ${WORDS[operation]} ${second.name}` : ''
  const save = async (): Promise<void> => {
    if (!ready || busy) return
    setBusy(true)
    try {
      const made = await transport.combineSegments({ dataset, name: name.trim() || proposed, operation, segments: [first.id, second.id], level: first.level, frozen })
      await refresh(client)
      onClose()
      go({ segment: made.id })
    } catch (error) {
      const { message, hint } = explain(error)
      toast({ tone: 'bad', text: message, hint })
      setBusy(false)
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void save()
  }
  return (
    <Dialog label="Combine two segments" width={520} onClose={onClose}>
      <form className={styles.form} onSubmit={submit}>
        <h2>Combine two segments</h2>
        <Pick label="This one" segments={segments} value={pair[0]} onChange={(at) => setPair([at, pair[1]])} />
        <Segmented
          label="How"
          fill
          value={operation}
          options={[
            { value: 'union', label: 'or', title: 'What is in either' },
            { value: 'intersection', label: 'and', title: 'What is in both' },
            { value: 'difference', label: 'without', title: 'What is in the first only' },
          ]}
          onChange={setOperation}
        />
        <Pick label="That one" segments={segments} value={pair[1]} onChange={(at) => setPair([pair[0], at])} />
        <p className={styles.result} role="status">
          {ready ? <Counted first={first} query={`${clause(first)}${BETWEEN[operation]}${clause(second)}`} /> : 'Choose two different ones.'}
        </p>
        <label className={styles.row}>
          Name
          <input className={styles.input} maxLength={200} placeholder={proposed} value={name} onChange={({ target }) => setName(target.value)} />
        </label>
        <label className={styles.tick}>
          <input type="checkbox" checked={frozen} onChange={({ target }) => setFrozen(target.checked)} /> Keep what is in it now, whatever becomes of the two
        </label>
        <footer className={styles.foot}>
          <Button variant="quiet" keys="Escape" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" keys="Enter" disabled={!ready || busy} onClick={() => void save()}>
            Save the segment
          </Button>
        </footer>
        <input type="submit" hidden aria-hidden />
      </form>
    </Dialog>
  )
}

/** How much the two are together. */
function Counted({ first, query }: { readonly first: Segment; readonly query: string }) {
  const { data, error } = useQuery(
    searchQuery(useTransport(), { dataset: first.dataset, run: null, level: first.level, query, sort: null, descending: false, limit: 0, offset: 0, confidence: 0 }),
  )
  if (error !== null) return explain(error).message
  return data === undefined ? null : sizeWords({ ...first, total: data.total })
}

interface PickProps {
  readonly label: string
  readonly segments: readonly Segment[]
  readonly value: number
  readonly onChange: (at: number) => void
}

function Pick({ label, segments, value, onChange }: PickProps) {
  return (
    <label className={styles.row}>
      {label}
      <select className={styles.input} value={value} onChange={({ target }) => onChange(Number(target.value))}>
        {segments.map((segment, at) => (
          <option key={segment.id} value={at}>
            {segment.name} ({sizeWords(segment)})
          </option>
        ))}
      </select>
    </label>
  )
}
