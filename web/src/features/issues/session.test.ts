import { describe, expect, it } from 'vitest'

import type { IssueSummary } from '@/api/types'
import { begin, confirm, countsAfter, hidden, NEW_SESSION, progress, refuse, rewind, type Session } from './session'

const row = (kind: string, open: number): IssueSummary =>
  ({ kind, title: kind, rule: '', open, fixed: 0, kept: 0, stale: 0 }) as IssueSummary

const decide = (session: Session, key: number, ids: number[], at = key * 1000): Session =>
  begin(session, { key, ids, kinds: { loose_box: ids.length }, outcome: 'fixed', at })

describe('a sitting', () => {
  it('hides what is decided at once, and until a list was asked for after the confirmation', () => {
    const decided = decide(NEW_SESSION, 1, [7])
    expect(hidden(decided, 999_999)).toEqual(new Set([7]))
    const confirmed = confirm(decided, 1, 40, 5000)
    expect(hidden(confirmed, 4000)).toEqual(new Set([7]))
    expect(hidden(confirmed, 6000)).toEqual(new Set())
  })

  it('moves counts as decisions are made, and never below nothing', () => {
    const summary = [row('loose_box', 2), row('wrong_class', 5)]
    const session = decide(decide(NEW_SESSION, 1, [7]), 2, [8, 9])
    const [loose, wrong] = countsAfter(summary, session, 0)
    expect(loose).toMatchObject({ open: 0, fixed: 2 })
    expect(wrong).toEqual(summary[1])
  })

  it('counts a decision once, whether the summary knows it already or not', () => {
    const session = confirm(decide(NEW_SESSION, 1, [7]), 1, 40, 5000)
    expect(countsAfter([row('loose_box', 2)], session, 4000)[0]?.open).toBe(1)
    expect(countsAfter([row('loose_box', 1)], session, 6000)[0]?.open).toBe(1)
  })

  it('takes a refused decision back and says why, until it is tried again', () => {
    const refused = refuse(decide(decide(NEW_SESSION, 1, [7]), 2, [8]), 1, 'The label was changed.')
    expect(hidden(refused, 0)).toEqual(new Set([8]))
    expect(refused.problems.get(7)).toBe('The label was changed.')
    expect(decide(refused, 3, [7]).problems.has(7)).toBe(false)
  })

  it('brings back what was undone, the latest first', () => {
    let session = NEW_SESSION
    for (const key of [1, 2, 3]) session = confirm(decide(session, key, [key * 10]), key, 40 + key, key * 1000)
    const { session: after, back } = rewind(session, 42)
    expect(back).toEqual([30, 20])
    expect(after.decided.map((entry) => entry.key)).toEqual([1])
  })

  it('is not rewound by what is not its own', () => {
    const session = confirm(decide(NEW_SESSION, 1, [7]), 1, 40, 1000)
    expect(rewind(session, 41)).toEqual({ session, back: [] })
    expect(rewind(decide(NEW_SESSION, 1, [7]), 0).back).toEqual([])
  })

  it('knows its pace once there is one', () => {
    let session = NEW_SESSION
    for (const key of [1, 2]) session = decide(session, key, [key], key * 10_000)
    expect(progress(session, 30_000)).toEqual({ fixed: 2, kept: 0, perMinute: null })
    for (const key of [3, 4]) session = decide(session, key, [key], key * 10_000)
    expect(progress(session, 40_000).perMinute).toBe(8)
  })
})
