import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { segmentKindsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { Segment, SegmentKind } from '@/api/types'
import { EDITS, TYPED_EDITS } from '@/lib/base-path'
import { Button } from '@/ui/button'
import { Field } from '../field'
import { fieldsOf } from '../segment-draft'
import styles from './one.module.css'
import { useSegmentVerbs } from './use-segment-verbs'

/** What the segment is about: who is at it, what it is for, and the fields of its kind. Saved by a press. */
export function About({ segment }: { readonly segment: Segment }) {
  const { edit } = useSegmentVerbs(segment)
  const { data: templates = [] } = useQuery(segmentKindsQuery(useTransport()))
  const [assignee, setAssignee] = useState(segment.assignee)
  const [description, setDescription] = useState(segment.description)
  const [kind, setKind] = useState<SegmentKind>(segment.kind)
  const [fields, setFields] = useState<Readonly<Record<string, string>>>(textsOf(segment))
  const template = templates.find((known) => known.kind === kind)
  const said = fieldsOf({ kind, fields }, templates)
  const isNew =
    description !== segment.description || kind !== segment.kind || (template !== undefined && JSON.stringify(said) !== JSON.stringify(segment.fields))
  return (
    <section className={styles.about}>
      <label className={styles.row}>
        Who is at it
        <input
          className={styles.input}
          placeholder="nobody"
          maxLength={200}
          {...TYPED_EDITS}
          value={assignee}
          onChange={({ target }) => setAssignee(target.value)}
          onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
          onBlur={() => assignee.trim() !== segment.assignee && void edit({ assignee: assignee.trim() })}
        />
      </label>
      <label className={styles.row}>
        What it is about
        <textarea className={styles.text} rows={3} maxLength={20000} {...TYPED_EDITS} value={description} onChange={({ target }) => setDescription(target.value)} />
      </label>
      <label className={styles.row}>
        What it is for
        <select className={styles.input} {...EDITS} value={kind} onChange={({ target }) => setKind(target.value as SegmentKind)}>
          {templates.map((known) => (
            <option key={known.kind} value={known.kind}>
              {known.title}: {known.meaning}
            </option>
          ))}
        </select>
      </label>
      {template?.fields.map((field) => (
        <Field key={`${kind}.${field.name}`} field={field} value={fields[field.name] ?? ''} onChange={(value) => setFields({ ...fields, [field.name]: value })} />
      ))}
      {isNew && (
        <Button variant="primary" edits onClick={() => void edit({ description, kind, fields: said })}>
          Save
        </Button>
      )}
    </section>
  )
}

const textsOf = ({ fields }: Segment): Record<string, string> => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
