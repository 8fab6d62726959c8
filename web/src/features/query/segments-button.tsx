import { Popover } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useEditing } from '@/actions/editing'
import { refresh } from '@/actions/refresh'
import { useActions } from '@/actions/registry'
import { segmentsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { Segment } from '@/api/types'
import { READ_ONLY } from '@/lib/base-path'
import { type ExploreLevel, useGo } from '@/state/place'
import { itemWords } from '@/state/segment-words'
import { toast } from '@/state/toasts'
import { Button, IconButton } from '@/ui/button'
import { takeFocus } from '@/ui/take-focus'
import styles from './popovers.module.css'
import { type Asked, NOUNS } from './use-question'

interface SegmentsButtonProps {
  readonly query: string
  readonly asked: Asked | null
}

/** Queries worth keeping, by name. */
export function SegmentsButton({ query, asked }: SegmentsButtonProps) {
  const [opened, setOpened] = useState(false)
  useActions(
    [{ id: 'query.segments', label: 'Save as segment, or open one', group: 'Query', keys: ['b'], keywords: 'bookmark keep', when: () => asked !== null, perform: () => setOpened(true) }],
    'app',
  )
  if (asked === null) return null
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <IconButton icon="bookmark" size="small" label="Segments: save this query, or open one" aria-expanded={opened} onClick={() => setOpened(!opened)} />
      </Popover.Target>
      <Popover.Dropdown className={styles.panel}>
        {opened && <Segments query={query} asked={asked} onDone={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  )
}

interface SegmentsProps {
  readonly query: string
  readonly asked: Asked
  readonly onDone: () => void
}

function Segments({ query, asked, onDone }: SegmentsProps) {
  const transport = useTransport()
  const go = useGo()
  const { data = [] } = useQuery(segmentsQuery(transport, asked.scope.dataset))
  const { deleteSegment } = useEditing()
  const work = ({ id }: Segment): void => {
    onDone()
    go({ segment: id }, { page: 'segments' })
  }
  const open = ({ level, query: text }: Segment): void => {
    onDone()
    if (level === 'issue') go({ q: text }, { page: 'issues' })
    else go({ q: text, level: level as ExploreLevel }, { page: 'explore' })
  }
  return (
    <>
      <SaveForm query={query} asked={asked} />
      <h3 className={styles.title}>Segments</h3>
      {data.length === 0 && <p className={styles.mut}>None yet. A query with a name is a segment whose rows follow the data; a list of selected rows is one that stays.</p>}
      <ul className={styles.segments}>
        {data.map((segment) => (
          <li key={segment.id} className={styles.segment}>
            <button type="button" className={styles.open} onClick={() => open(segment)}>
              <b>{segment.name}</b>
              <code>{segment.items === null ? `${NOUNS[segment.level]}s: ${segment.query}` : itemWords(segment)}</code>
            </button>
            <IconButton icon="right" size="small" label={`Page of the segment ${segment.name}`} onClick={() => work(segment)} />
            <IconButton edits icon="trash" size="small" label={`Remove the segment ${segment.name}`} onClick={() => void deleteSegment(segment.id)} />
          </li>
        ))}
      </ul>
    </>
  )
}

function SaveForm({ query, asked }: { readonly query: string; readonly asked: Asked }) {
  const transport = useTransport()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const save = useMutation({
    mutationFn: () => transport.saveSegment({ dataset: asked.scope.dataset, name: name.trim(), level: asked.level, query }),
    onSuccess: (segment) => {
      setName('')
      void refresh(client)
      toast({ tone: 'done', text: `Saved the segment ${segment.name}` })
    },
    onError: (error) => toast({ tone: 'bad', text: explain(error).message, hint: explain(error).hint }),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (READ_ONLY === null && name.trim() !== '') save.mutate()
  }
  if (query === '') return <p className={styles.mut}>Write a query first; then it can be saved here as a segment.</p>
  return (
    <form className={styles.save} onSubmit={submit}>
      <input data-autofocus ref={takeFocus} className={styles.field} aria-label="Name of the segment" placeholder="Name this query" value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <Button edits variant="primary" disabled={name.trim() === '' || save.isPending} onClick={submit}>
        Save segment
      </Button>
    </form>
  )
}
