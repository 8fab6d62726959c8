import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { classNoteQuery } from '@/api/review-queries'
import type { ClassNote, ReviewLevel } from '@/api/review-types'
import { useTransport } from '@/api/transport/context'
import { IconButton } from '@/ui/button'
import { Sprite } from '../sprite'
import type { Look } from '../room'
import { MOST_EXAMPLES, useSaveNote } from '../use-examples'
import styles from './side.module.css'

interface ClassNoteProps {
  readonly classId: number
  readonly name: string
  /** The most typical items of the group: they show the class where nobody chose others. */
  readonly typical: readonly number[]
  readonly level: ReviewLevel
  readonly look: Look
}

const NOTHING: ClassNote = { text: '', exemplars: [] }
const SIDE = 64

/** What a class is: examples that people chose, or the most typical ones, and a sentence that says where it ends. */
export function ClassNoteView({ classId, name, typical, level, look }: ClassNoteProps) {
  const { data: note = NOTHING } = useQuery(classNoteQuery(useTransport(), classId))
  const save = useSaveNote()
  const chosen = level === 'annotation' ? note.exemplars : []
  const examples = chosen.length > 0 ? chosen : typical.slice(0, MOST_EXAMPLES)
  const url = look.sheetUrl(examples, SIDE)
  const drop = (id: number): void => save(classId, { ...note, exemplars: note.exemplars.filter((other) => other !== id) })
  return (
    <section aria-label={`What ${name} is`}>
      <h2 className={styles.heading}>What {name} is</h2>
      {examples.length > 0 && (
        <ul className={styles.examples}>
          {examples.map((id, slot) => (
            <li key={id}>
              <Sprite url={url} slot={slot} side={52} label={chosen.length > 0 ? `Example ${id}` : `Typical: ${id}`} />
              {chosen.length > 0 && <IconButton icon="close" size="small" label={`No example: ${id}`} className={styles.dropExample} onClick={() => drop(id)} />}
            </li>
          ))}
        </ul>
      )}
      <NoteText text={note.text} name={name} onSave={(text) => save(classId, { ...note, text })} />
    </section>
  )
}

interface NoteTextProps {
  readonly text: string
  readonly name: string
  readonly onSave: (text: string) => void
}

function NoteText({ text, name, onSave }: NoteTextProps) {
  const [draft, setDraft] = useState<string | null>(null)
  if (draft === null) {
    return (
      <button type="button" className={styles.note} title="Change it" onClick={() => setDraft(text)}>
        {text === '' ? 'Add a sentence: where does it end?' : text}
      </button>
    )
  }
  const done = (): void => {
    setDraft(null)
    if (draft.trim() !== text) onSave(draft.trim())
  }
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setDraft(null)
    else if (event.key === 'Enter' && !event.shiftKey) done()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <textarea
      // eslint-disable-next-line jsx-a11y/no-autofocus -- it opens under the pointer, on a click on the text
      autoFocus
      className={styles.noteField}
      aria-label={`What ${name} is, in a sentence`}
      rows={3}
      maxLength={500}
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={done}
      onKeyDown={press}
    />
  )
}
