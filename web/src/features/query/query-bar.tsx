import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { useActions } from '@/actions/registry'
import { useLate } from '@/lib/use-late'
import { useGo, usePlace } from '@/state/place'
import { noteQuery } from '@/state/recent-queries'
import { IconButton } from '@/ui/button'
import { Icon } from '@/ui/icon'
import { Kbd } from '@/ui/kbd'
import { ExplainButton } from './explain-button'
import styles from './query-bar.module.css'
import { QueryEditor } from './query-editor'
import { SegmentsButton } from './segments-button'
import { StatusPanel } from './status-panel'
import type { Suggestion } from './suggestion'
import { SuggestionList } from './suggestion-list'
import { useDraftText, useSuggestions, useVerdict } from './use-draft'
import { useAsked } from './use-question'

const NONE = -1

/** The question that the page answers: written with colours, ways to go on, and a word on what is wrong. */
export function QueryBar() {
  const applied = usePlace((place) => place.q)
  const go = useGo()
  const asked = useAsked()
  const { text, cursor, write, moveTo } = useDraftText(applied)
  const [focused, setFocused] = useState(false)
  const [listed, setListed] = useState(false)
  const [current, setCurrent] = useState(NONE)
  const field = useRef<HTMLInputElement>(null)
  const listId = useId()
  const verdict = useVerdict(text, asked, focused || text !== '')
  const suggestions = useSuggestions(text, cursor, asked, focused && listed)
  const chosen = suggestions[current]

  const apply = (query: string): void => {
    noteQuery(query)
    setListed(false)
    go({ q: query.trim(), sel: '' }, asked === null || asked.answeredBy === 'issues' ? {} : { page: 'explore' })
  }
  const take = (suggestion: Suggestion): void => {
    const next = suggestion.take()
    write(next.text, next.cursor)
    setCurrent(NONE)
    setListed(suggestion.kind !== 'recent')
    // After React has written the text, or the browser would put the cursor at its end.
    window.setTimeout(() => field.current?.setSelectionRange(next.cursor, next.cursor), 0)
  }
  const enter = (): void => {
    if (chosen !== undefined) take(chosen)
    else if (verdict === null || verdict.text !== text || verdict.check.ok) apply(text)
    else setListed(false)
  }
  const escape = (): void => {
    if (suggestions.length > 0) setListed(false)
    else {
      write(applied, applied.length)
      field.current?.blur()
    }
  }
  const press = (event: KeyboardEvent<HTMLInputElement>): void => {
    const count = suggestions.length
    const keys: Readonly<Record<string, () => void>> = {
      Enter: enter,
      Escape: escape,
      ...(count > 0 && {
        ArrowDown: () => setCurrent((current + 1) % count),
        ArrowUp: () => setCurrent(current <= 0 ? count - 1 : current - 1),
        Tab: () => take(chosen ?? (suggestions[0] as Suggestion)),
      }),
      ...(count === 0 && { ArrowDown: () => setListed(true) }),
    }
    const act = event.nativeEvent.isComposing || event.shiftKey ? undefined : keys[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  const focus = (): void => {
    field.current?.focus()
    field.current?.select()
  }
  useActions([{ id: 'query.focus', label: 'Write a query', group: 'Query', keys: ['/'], perform: focus }], 'app')
  const isStale = verdict === null || verdict.text !== text
  const wrong = isStale ? null : verdict.span
  // Half a query is not a mistake: nothing is said while there are ways to go on, or before the person has paused.
  const scolds = useLate(!isStale && !verdict.check.ok && suggestions.length === 0, 500)
  return (
    <div className={styles.place} role="search">
      <div className={styles.bar} data-wrong={wrong !== null && !focused}>
        <Icon name="search" />
        <QueryEditor
          ref={field}
          text={text}
          checked={verdict === null ? null : { text: verdict.text, tokens: verdict.check.tokens }}
          wrong={wrong}
          listId={listId}
          activeId={chosen === undefined ? undefined : `${listId}-${current}`}
          expanded={suggestions.length > 0}
          onText={(next, at) => {
            write(next, at)
            setCurrent(NONE)
            setListed(true)
          }}
          onCursor={moveTo}
          onKey={press}
          onFocus={() => {
            setFocused(true)
            setListed(text === '')
          }}
          onBlur={() => setFocused(false)}
        />
        {text !== '' && <IconButton icon="close" size="small" label="Clear the query" onClick={() => (applied === '' ? write('', 0) : apply(''))} />}
        <ExplainButton query={applied} asked={asked} />
        <SegmentsButton query={applied} asked={asked} onOpen={apply} />
        {!focused && <Kbd keys="/" />}
      </div>
      {focused && asked !== null && (
        <div className={styles.drop}>
          {suggestions.length > 0 && <SuggestionList id={listId} suggestions={suggestions} current={current} onTake={take} />}
          {!isStale && (verdict.check.ok || scolds) && <StatusPanel verdict={verdict} asked={asked} />}
        </div>
      )}
    </div>
  )
}
