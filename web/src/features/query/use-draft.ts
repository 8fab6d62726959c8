import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { checkQuery, completeQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { QueryCheck } from '@/api/types'
import { fromServer, toServer } from '@/lib/query-text/offsets'
import { useDebounced } from '@/lib/use-debounced'
import { recentQueries } from '@/state/recent-queries'
import { completionSuggestions, recentSuggestions, type Suggestion } from './suggestion'
import type { Asked } from './use-question'

const REST_MS = 80
/** A query that a facet or a link wrote is right most of the time: its colours wait until its rows are there. */
const UNHURRIED_MS = 500

interface Draft {
  readonly text: string
  readonly cursor: number
  /** The applied text that the draft was begun from. */
  readonly base: string
}

/** The text as it is being written: it begins anew whenever another query is applied, by a facet or a link. */
export function useDraftText(applied: string) {
  const [draft, setDraft] = useState<Draft>({ text: applied, cursor: applied.length, base: applied })
  if (draft.base !== applied) setDraft({ text: applied, cursor: applied.length, base: applied })
  return {
    text: draft.text,
    cursor: draft.cursor,
    write: (text: string, cursor: number) => setDraft({ text, cursor, base: draft.base }),
    moveTo: (cursor: number) => setDraft((old) => (old.cursor === cursor ? old : { ...old, cursor })),
  }
}

export interface Verdict {
  /** The text that was looked at; it may be a moment behind what is written. */
  readonly text: string
  readonly check: QueryCheck
  /** Where the error is, in the browser's positions. */
  readonly span: readonly [number, number] | null
}

/** What the server says of the text once it has rested for a moment. */
export function useVerdict(text: string, asked: Asked | null, focused: boolean): Verdict | null {
  const transport = useTransport()
  const rested = useDebounced(text, focused ? REST_MS : UNHURRIED_MS)
  const question = { text: rested, ...questionOf(asked) }
  const { data, isPlaceholderData } = useQuery({
    ...checkQuery(transport, question),
    enabled: (focused || rested !== '') && asked !== null,
  })
  return data === undefined || isPlaceholderData ? null : { text: rested, check: data, span: spanOf(rested, data) }
}

/** Where the error is; at least one character, so that it can be seen. */
function spanOf(text: string, { error }: QueryCheck): readonly [number, number] | null {
  if (error === null || error.span === null) return null
  const [start, end] = [fromServer(text, error.span[0]), fromServer(text, error.span[1])]
  return [start, Math.max(end, start + 1)]
}

const questionOf = (asked: Asked | null) => ({ level: asked?.level ?? 'image', scope: asked?.scope ?? NOWHERE }) as const

const NOWHERE = { dataset: -1, run: null } as const

/** Ways to go on at the cursor; earlier queries while nothing is written. */
export function useSuggestions(text: string, cursor: number, asked: Asked | null, enabled: boolean): readonly Suggestion[] {
  const transport = useTransport()
  const written = useMemo(() => ({ text, cursor }), [text, cursor])
  const rested = useDebounced(written, REST_MS)
  const question = { text: rested.text, ...questionOf(asked) }
  const { data, isPlaceholderData } = useQuery({
    ...completeQuery(transport, question, toServer(rested.text, rested.cursor)),
    enabled: enabled && asked !== null && rested.text !== '',
  })
  if (!enabled) return NO_SUGGESTIONS
  if (text === '') return recentSuggestions('', recentQueries())
  // Completions of an older text would be put in the wrong place.
  if (data === undefined || isPlaceholderData || rested !== written) return NO_SUGGESTIONS
  return completionSuggestions(text, data).filter(({ take }) => take().text.trim() !== text.trim())
}

const NO_SUGGESTIONS: readonly Suggestion[] = []
