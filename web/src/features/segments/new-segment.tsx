import { useId } from 'react'
import type { Segment, SegmentTemplate } from '@/api/types'
import { classNames } from '@/lib/class-names'
import { itemWords } from '@/state/segment-words'
import { takeFocus } from '@/ui/take-focus'
import styles from './add-to-segment.module.css'
import { Field } from './field'
import type { SegmentDraft } from './segment-draft'

interface NewSegmentProps {
  readonly draft: SegmentDraft
  readonly templates: readonly SegmentTemplate[]
  /** The segment that has this name already. */
  readonly taken: Segment | undefined
  readonly onChange: (part: Partial<SegmentDraft>) => void
}

/** A name, what the segment is for, and the fields of that kind. */
export function NewSegment({ draft, templates, taken, onChange }: NewSegmentProps) {
  const note = useId()
  const template = templates.find(({ kind }) => kind === draft.kind)
  return (
    <>
      <label className={styles.row}>
        Name
        <input
          data-autofocus
          ref={takeFocus}
          className={styles.input}
          placeholder="What they have in common"
          maxLength={200}
          value={draft.name}
          aria-describedby={note}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
      </label>
      <p id={note} className={styles.note} hidden={taken === undefined}>
        {taken !== undefined && takenWords(taken)}
      </p>
      {taken === undefined && (
        <>
          <fieldset className={styles.kinds}>
            <legend>What it is for</legend>
            {templates.map(({ kind, title, meaning }) => (
              <label key={kind} className={classNames(styles.kind, kind === draft.kind && styles.chosen)}>
                <input type="radio" className="visually-hidden" name="kind" value={kind} checked={kind === draft.kind} onChange={() => onChange({ kind })} />
                <b>{title}</b>
                <span>{meaning}</span>
              </label>
            ))}
          </fieldset>
          <div className={styles.fields}>
            {template?.fields.map((field) => (
              <Field key={`${template.kind}.${field.name}`} field={field} value={draft.fields[field.name] ?? ''} onChange={(value) => onChange({ fields: { ...draft.fields, [field.name]: value } })} />
            ))}
          </div>
        </>
      )}
    </>
  )
}

function takenWords(segment: Segment): string {
  if (segment.items === null) return 'A saved query has this name, and lists what it matches: choose another one.'
  return `There is one of this name, with ${itemWords(segment)}: what it lacks is added to it.`
}
