import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { Suggestion } from './suggestion'
import { useDraftText, useSuggestions, useVerdict, type Verdict } from './use-draft'
import type { Asked } from './use-question'

interface EditorOptions {
  readonly field: RefObject<HTMLInputElement | null>
  /** The query that is in force. */
  readonly applied: string
  readonly asked: Asked | null
  readonly onApply: (query: string) => void
}

const NONE = -1

/** The text that is being written, what the server says of it, and the list of ways to go on. */
export function useEditor({ field, applied, asked, onApply }: EditorOptions) {
  const draft = useDraftText(applied)
  const [focused, setFocused] = useState(false)
  const [listed, setListed] = useState(false)
  const [current, setCurrent] = useState(NONE)
  const latest = useVerdict(draft.text, asked, focused)
  const verdict: Verdict | null = latest?.text === draft.text ? latest : null
  const suggestions = useSuggestions(draft.text, draft.cursor, asked, focused && listed)
  const chosen = suggestions[current]

  // Once React has written the text, and before the next key: the browser would put the cursor at its end.
  const caret = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (caret.current === null) return
    field.current?.setSelectionRange(caret.current, caret.current)
    caret.current = null
  })

  const apply = (query: string): void => {
    setListed(false)
    onApply(query)
  }
  const take = (suggestion: Suggestion): void => {
    const next = suggestion.take()
    draft.write(next.text, next.cursor)
    setCurrent(NONE)
    setListed(suggestion.kind !== 'recent')
    caret.current = next.cursor
  }
  const enter = (): void => {
    if (chosen !== undefined) take(chosen)
    else if (verdict === null || verdict.check.ok) apply(draft.text)
    // What is wrong is said under the bar instead of being applied.
    else setListed(false)
  }
  const escape = (): void => {
    if (suggestions.length > 0) setListed(false)
    else {
      draft.write(applied, applied.length)
      field.current?.blur()
    }
  }
  const listKeys = (count: number): Readonly<Record<string, () => void>> => ({
    ArrowDown: () => setCurrent((current + 1) % count),
    ArrowUp: () => setCurrent(current <= 0 ? count - 1 : current - 1),
    Tab: () => {
      const first = chosen ?? suggestions[0]
      if (first !== undefined) take(first)
    },
  })
  const onKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing || event.shiftKey) return
    const count = suggestions.length
    const keys = { Enter: enter, Escape: escape, ...(count > 0 ? listKeys(count) : { ArrowDown: () => setListed(true) }) }
    const act = (keys as Readonly<Record<string, () => void>>)[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  return {
    text: draft.text,
    focused,
    latest,
    verdict,
    suggestions,
    current,
    chosen,
    apply,
    take,
    clear: () => (applied === '' ? draft.write('', 0) : apply('')),
    handlers: {
      onKey,
      onCursor: draft.moveTo,
      onText: (text: string, cursor: number) => {
        draft.write(text, cursor)
        setCurrent(NONE)
        setListed(true)
      },
      onFocus: () => {
        setFocused(true)
        setListed(draft.text === '')
      },
      onBlur: () => setFocused(false),
    },
  }
}
