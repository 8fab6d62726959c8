/** The queries that were applied last, in this browser. */
import { isStrings, recall, remember } from '@/lib/remembered'

const KEY = 'queries'
const MOST = 30

/** Latest first. */
export function recentQueries(): readonly string[] {
  return recall(KEY, [], isStrings)
}

/** Puts a query on top of the list. */
export function noteQuery(text: string): void {
  const query = text.trim()
  if (query === '') return
  remember(KEY, [query, ...recentQueries().filter((known) => known !== query)].slice(0, MOST))
}
