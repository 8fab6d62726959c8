import { type KeyboardEvent, type Ref, useLayoutEffect, useRef } from 'react'
import type { Checked } from '@/lib/query-text/colour'
import { ColouredText } from './coloured-text'
import styles from './query-bar.module.css'

interface QueryEditorProps {
  readonly ref: Ref<HTMLInputElement>
  readonly text: string
  readonly checked: Checked | null
  readonly wrong: readonly [number, number] | null
  readonly listId: string
  readonly activeId: string | undefined
  readonly expanded: boolean
  readonly onText: (text: string, cursor: number) => void
  readonly onCursor: (cursor: number) => void
  readonly onKey: (event: KeyboardEvent<HTMLInputElement>) => void
  readonly onFocus: () => void
  readonly onBlur: () => void
}

/** A text field whose text is drawn in colours underneath it. */
export function QueryEditor({ ref, text, checked, wrong, listId, activeId, expanded, onText, onCursor, onKey, onFocus, onBlur }: QueryEditorProps) {
  const paint = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement | null>(null)
  const follow = (): void => {
    // Only the field with the focus is scrolled; asking another one would make the browser lay the page out for nothing.
    if (paint.current === null || field.current === null || document.activeElement !== field.current) return
    paint.current.style.transform = `translateX(${-field.current.scrollLeft}px)`
  }
  const rewind = (): void => {
    if (paint.current !== null) paint.current.style.transform = 'none'
  }
  useLayoutEffect(follow, [text])
  return (
    <div className={styles.editor}>
      <div className={styles.clip} aria-hidden="true">
        <div ref={paint} className={styles.paint}>
          <ColouredText text={text} checked={checked} wrong={wrong} />
        </div>
      </div>
      <input
        ref={(element) => {
          field.current = element
          if (typeof ref === 'function') ref(element)
          else if (ref !== null) ref.current = element
        }}
        id="query"
        className={styles.input}
        role="combobox"
        aria-label="Query"
        aria-autocomplete="list"
        aria-expanded={expanded}
        aria-controls={listId}
        aria-activedescendant={activeId}
        aria-invalid={wrong !== null}
        placeholder="Search or filter: annotations.count = 0"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        value={text}
        onChange={(event) => onText(event.currentTarget.value, event.currentTarget.selectionStart ?? 0)}
        onSelect={(event) => {
          onCursor(event.currentTarget.selectionStart ?? 0)
          follow()
        }}
        onScroll={follow}
        onKeyDown={onKey}
        onFocus={onFocus}
        onBlur={() => {
          rewind()
          onBlur()
        }}
      />
    </div>
  )
}
