import { type KeyboardEvent, useId } from 'react'
import type { Segment, SegmentTemplate } from '@/api/types'
import { classNames } from '@/lib/class-names'
import { itemWords } from '@/state/segment-words'
import { takeFocus } from '@/ui/take-focus'
import styles from './add-to-segment.module.css'
import { findSegments, type SegmentDraft } from './segment-draft'

interface StandingSegmentsProps {
  readonly draft: SegmentDraft
  readonly segments: readonly Segment[]
  readonly templates: readonly SegmentTemplate[]
  readonly onChange: (part: Partial<SegmentDraft>) => void
  /** A double click chooses and adds. */
  readonly onPick: () => void
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

/** Type to find a segment; the arrows choose. */
export function StandingSegments({ draft, segments, templates, onChange, onPick }: StandingSegmentsProps) {
  const list = useId()
  const found = findSegments(segments, draft.filter)
  const current = found[draft.at]
  const press = (event: KeyboardEvent): void => {
    const step = STEPS[event.key]
    if (step === undefined || found.length === 0) return
    event.preventDefault()
    onChange({ at: (draft.at + step + found.length) % found.length })
  }
  return (
    <>
      <input
        className={styles.input}
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={current === undefined ? undefined : `${list}-${current.id}`}
        aria-label="Find a segment"
        placeholder="Type a part of its name"
        // The choice of a tab puts it here: the next thing to do is to type.
        ref={takeFocus}
        value={draft.filter}
        onChange={(event) => onChange({ filter: event.currentTarget.value, at: 0 })}
        onKeyDown={press}
      />
      <ul id={list} role="listbox" aria-label="Segments" className={styles.list}>
        {found.map((segment, at) => (
          // The field above keeps the focus and handles the keys; the mouse is the second way.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={segment.id}
            id={`${list}-${segment.id}`}
            role="option"
            aria-selected={at === draft.at}
            className={classNames(styles.option, at === draft.at && styles.current)}
            ref={(element) => {
              if (at === draft.at) element?.scrollIntoView({ block: 'nearest' })
            }}
            onClick={() => onChange({ at })}
            onDoubleClick={onPick}
          >
            <b>{segment.name}</b>
            <span>{templates.find(({ kind }) => kind === segment.kind)?.title}</span>
            <em>{itemWords(segment)}</em>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={styles.note}>No segment is called that.</p>}
    </>
  )
}
