/**
 * What was decided in this sitting: shown before the server confirms it, taken back when the server refuses.
 *
 * Pure: every function returns a new session. Times are milliseconds since 1970.
 */
import type { IssueSummary } from '@/api/types'

export type Outcome = 'fixed' | 'kept'

/** One decision, over one or many issues. */
export interface Decided {
  readonly key: number
  readonly ids: readonly number[]
  /** How many of the issues are of which kind. */
  readonly kinds: Readonly<Record<string, number>>
  readonly outcome: Outcome
  readonly at: number
  /** The journal entry; null until the server confirms. */
  readonly change: number | null
  readonly confirmedAt: number | null
}

export interface Session {
  readonly decided: readonly Decided[]
  /** Why the server refused, by issue. */
  readonly problems: ReadonlyMap<number, string>
}

export const NEW_SESSION: Session = { decided: [], problems: new Map() }

/** The decision is made: its issues count as done from now on. */
export function begin(session: Session, decision: Omit<Decided, 'change' | 'confirmedAt'>): Session {
  return {
    decided: [...session.decided, { ...decision, change: null, confirmedAt: null }],
    problems: without(session.problems, decision.ids),
  }
}

/** The server wrote the decision into the journal as `change`. */
export function confirm(session: Session, key: number, change: number, at: number): Session {
  const decided = session.decided.map((entry) => (entry.key === key ? { ...entry, change, confirmedAt: at } : entry))
  return { ...session, decided }
}

/** The server refused: the issues are open again, and each says why, unless that is told elsewhere. */
export function refuse(session: Session, key: number, reason: string | null): Session {
  const entry = session.decided.find((candidate) => candidate.key === key)
  if (entry === undefined) return session
  const problems = new Map(session.problems)
  if (reason !== null) for (const id of entry.ids) problems.set(id, reason)
  return { decided: session.decided.filter((candidate) => candidate !== entry), problems }
}

/**
 * Decisions that were undone leave the session. `redo` is the journal entry that would be redone next: it and
 * every later one is undone. Returns the issues that came back, the latest decision first.
 */
export function rewind(session: Session, redo: number): { session: Session; back: readonly number[] } {
  const undone = (entry: Decided): boolean => entry.change !== null && entry.change >= redo
  const back = session.decided.filter(undone).reverse()
  if (back.length === 0) return { session, back: [] }
  const decided = session.decided.filter((entry) => !undone(entry))
  return { session: { ...session, decided }, back: back.flatMap((entry) => entry.ids) }
}

/** The issues that a list asked for at `fetchedAt` may still hold although they are decided. */
export function hidden(session: Session, fetchedAt: number): ReadonlySet<number> {
  return new Set(session.decided.filter((entry) => isNews(entry, fetchedAt)).flatMap((entry) => entry.ids))
}

/** Counts by kind as they are after the decisions that the summary asked for at `fetchedAt` does not know yet. */
export function countsAfter(
  summary: readonly IssueSummary[],
  session: Session,
  fetchedAt: number,
): readonly IssueSummary[] {
  const news = session.decided.filter((entry) => isNews(entry, fetchedAt))
  return summary.map((row) => {
    const after = { ...row }
    for (const entry of news) {
      const moved = Math.min(entry.kinds[row.kind] ?? 0, after.open)
      after.open -= moved
      after[entry.outcome] += moved
    }
    return after
  })
}

export interface Progress {
  readonly fixed: number
  readonly kept: number
  /** Issues decided per minute of late; null before there is a pace to speak of. */
  readonly perMinute: number | null
}

const PACE_OVER = 3 * 60_000
const SHORTEST = 10_000

export function progress(session: Session, now: number): Progress {
  const count = (entries: readonly Decided[]): number => entries.reduce((total, entry) => total + entry.ids.length, 0)
  const fixed = count(session.decided.filter((entry) => entry.outcome === 'fixed'))
  const kept = count(session.decided.filter((entry) => entry.outcome === 'kept'))
  const recent = session.decided.filter((entry) => now - entry.at < PACE_OVER)
  const first = recent[0]
  if (first === undefined || recent.length < 3) return { fixed, kept, perMinute: null }
  const minutes = Math.max(now - first.at, SHORTEST) / 60_000
  return { fixed, kept, perMinute: Math.round(count(recent) / minutes) }
}

function isNews(entry: Decided, fetchedAt: number): boolean {
  return entry.confirmedAt === null || fetchedAt < entry.confirmedAt
}

function without(problems: ReadonlyMap<number, string>, ids: readonly number[]): ReadonlyMap<number, string> {
  const rest = new Map(problems)
  for (const id of ids) rest.delete(id)
  return rest
}
