import { useId, useRef } from 'react'
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
import { SuggestionList } from './suggestion-list'
import type { Verdict } from './use-draft'
import { useEditor } from './use-editor'
import { type Asked, useAsked } from './use-question'

/** The question that the page answers: written with colours, ways to go on, and a word on what is wrong. */
export function QueryBar() {
  const applied = usePlace((place) => place.q)
  const asked = useAsked()
  const onApply = useApply(asked)
  const field = useRef<HTMLInputElement>(null)
  const listId = useId()
  const editor = useEditor({ field, applied, asked, onApply })
  const { text, verdict, latest, focused, suggestions, current } = editor
  const focus = (): void => {
    field.current?.focus()
    field.current?.select()
  }
  useActions([{ id: 'query.focus', label: 'Write a query', group: 'Query', keys: ['/'], perform: focus }], 'app')
  const wrong = verdict?.span ?? null
  return (
    <div className={styles.place} role="search">
      <div className={styles.bar} data-wrong={wrong !== null && !focused}>
        <Icon name="search" />
        <QueryEditor
          ref={field}
          text={text}
          checked={latest === null ? null : { text: latest.text, tokens: latest.check.tokens }}
          wrong={wrong}
          listId={listId}
          activeId={editor.chosen === undefined ? undefined : `${listId}-${current}`}
          expanded={suggestions.length > 0}
          {...editor.handlers}
        />
        {text !== '' && <IconButton icon="close" size="small" label="Clear the query" onClick={editor.clear} />}
        <ExplainButton query={applied} asked={asked} />
        <SegmentsButton query={applied} asked={asked} />
        {!focused && <Kbd keys="/" />}
      </div>
      {focused && asked !== null && <Drop editor={editor} asked={asked} listId={listId} />}
    </div>
  )
}

/** Puts a query in force; a page that lists nothing hands it over to the one that does. */
function useApply(asked: Asked | null): (query: string) => void {
  const go = useGo()
  return (query) => {
    noteQuery(query)
    go({ q: query.trim(), sel: '' }, asked === null || asked.isHere ? {} : { page: 'explore' })
  }
}

interface DropProps {
  readonly editor: ReturnType<typeof useEditor>
  readonly asked: Asked
  readonly listId: string
}

/** What hangs under the bar while it is written in. */
function Drop({ editor, asked, listId }: DropProps) {
  const { verdict, suggestions, current, take } = editor
  const scolds = useLate(verdict !== null && isMistake(verdict, suggestions.length > 0), 500)
  return (
    <div className={styles.drop}>
      {suggestions.length > 0 && <SuggestionList id={listId} suggestions={suggestions} current={current} onTake={take} />}
      {verdict !== null && (verdict.check.ok || scolds) && <StatusPanel verdict={verdict} asked={asked} />}
    </div>
  )
}

/** Half a query is not a mistake while there are ways to go on; a name that is not there is one at once. */
function isMistake({ check }: Verdict, canGoOn: boolean): boolean {
  return check.error !== null && (!canGoOn || check.error.code !== 'query-syntax')
}
