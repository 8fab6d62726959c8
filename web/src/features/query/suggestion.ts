/** What the list under the query bar offers: ways to go on, or earlier queries. */
import type { Completion } from '@/api/types'
import { fromServer } from '@/lib/query-text/offsets'

export interface Suggestion {
  readonly key: string
  readonly text: string
  readonly kind: string
  readonly detail: string
  /** The text and the cursor after it was taken. */
  readonly take: () => { readonly text: string; readonly cursor: number }
}

/** Completions as suggestions for the text they were made for. */
export function completionSuggestions(text: string, completions: readonly Completion[]): Suggestion[] {
  return completions.map(({ start, end, insert, kind, detail }) => ({
    key: `${kind}:${insert}`,
    text: insert,
    kind,
    detail,
    take: () => {
      const [from, to] = [fromServer(text, start), fromServer(text, end)]
      const after = text.slice(to)
      // A word that goes on gets its space; one that opens a bracket or a quote does not.
      const space = /[\w"'`)\]]$/.test(insert) && !/^[\s).,:]/.test(after) ? ' ' : ''
      const before = text.slice(0, from) + insert + space
      return { text: before + after, cursor: before.length }
    },
  }))
}

/** Earlier queries that begin as what is typed, or all of them while nothing is. */
export function recentSuggestions(text: string, recent: readonly string[]): Suggestion[] {
  return recent
    .filter((query) => query !== text && query.startsWith(text))
    .slice(0, 8)
    .map((query) => ({ key: `recent:${query}`, text: query, kind: 'recent', detail: '', take: () => ({ text: query, cursor: query.length }) }))
}
