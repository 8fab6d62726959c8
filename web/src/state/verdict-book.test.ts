import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { SaidVerdicts } from '@/api/review-types'
import { openBook } from './verdict-book'
import { fakeBookServer as fakeServer, NOTHING_SAID as NOTHING, settled } from './verdict-book.fake'
import { ACCEPT, DELETE, relabelTo, WRONG } from './verdict'

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  vi.useFakeTimers()
})

describe('what is said', () => {
  it('stands at once and reaches the server within a moment', async () => {
    const { server, state } = fakeServer()
    const book = openBook('a', server)
    book.say([3, 5], relabelTo(2))
    expect(book.verdictOf(3)).toEqual(relabelTo(2))
    expect(book.isSeen(5)).toBe(true)
    await settled()
    expect(state.got).toMatchObject([{ ids: [3, 5], verdict: 'relabel', class_id: 2 }])
    expect(book.sending.waiting).toBe(0)
  })

  it('is all at the server once it was flushed, also what was said while a batch was on its way', async () => {
    const { server, state } = fakeServer()
    const book = openBook('a', { ...server, send: (events) => new Promise((resolve) => window.setTimeout(() => resolve(server.send(events)), 300)) })
    book.say([1], WRONG)
    await vi.advanceTimersByTimeAsync(100)
    book.say([1], DELETE)
    const flushed = book.flush()
    await vi.advanceTimersByTimeAsync(700)
    await flushed
    expect(state.got.map((event) => 'verdict' in event && event.verdict)).toEqual(['wrong', 'delete'])
    expect(book.sending.waiting).toBe(0)
  })

  it('is taken back step by step, to what stood there before', async () => {
    const book = openBook('a', fakeServer().server)
    book.say([1], WRONG)
    book.say([1, 2], DELETE)
    expect(book.undo()).toEqual([1, 2])
    expect([book.verdictOf(1), book.verdictOf(2)]).toEqual([WRONG, null])
    book.undo()
    expect(book.marked.size).toBe(0)
    await book.reload()
    expect(book.undo()).toBeNull()
  })

  it('makes no step where nothing changes', () => {
    const book = openBook('a', fakeServer().server)
    book.say([1], ACCEPT)
    book.say([1], ACCEPT)
    book.undo()
    expect(book.verdictOf(1)).toBeNull()
  })
})

describe('without a connection', () => {
  it('waits, tries again, and arrives', async () => {
    const { server, state } = fakeServer()
    state.answers = false
    const book = openBook('a', server)
    book.say([7], WRONG)
    await settled()
    expect(book.sending).toMatchObject({ waiting: 1, isKept: true, trouble: { isRefused: false } })
    state.answers = true
    await vi.advanceTimersByTimeAsync(3_000)
    expect(state.got).toHaveLength(1)
    expect(book.sending).toMatchObject({ waiting: 0, trouble: null })
  })

  it('survives the window: another one finds it and sends it under the same key', async () => {
    const gone = fakeServer()
    gone.state.answers = false
    openBook('a', gone.server).say([7], DELETE)
    await settled()
    const { server, state } = fakeServer()
    const book = openBook('a', server)
    expect(book.verdictOf(7)).toEqual(DELETE)
    await settled()
    expect(state.got).toMatchObject([{ ids: [7], verdict: 'delete' }])
    expect(openBook('a', server).sending.waiting).toBe(0)
  })

  it('never goes to another review', async () => {
    const gone = fakeServer()
    gone.state.answers = false
    openBook('a', gone.server).say([7], DELETE)
    await settled()
    const { server, state } = fakeServer()
    expect(openBook('b', server).verdictOf(7)).toBeNull()
    await settled()
    expect(state.got).toEqual([])
  })
})

describe('a refusal', () => {
  it('is told and not tried for ever; the person may discard', async () => {
    const { server, state } = fakeServer()
    state.refuses = true
    const book = openBook('a', server)
    book.say([7], WRONG)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(book.sending.trouble).toMatchObject({ message: 'There is no such review.', isRefused: true })
    book.discard()
    await settled()
    expect(book.sending.waiting).toBe(0)
    expect(book.verdictOf(7)).toBeNull()
  })
})

describe('reading again', () => {
  it('brings the server’s verdicts, and keeps on top what still waits', async () => {
    const { server, state } = fakeServer({ ids: [1, 2], verdicts: ['wrong', 'relabel'], classIds: [null, 4], seen: [1, 2, 3], unseen: [], since: 4, changes: [] })
    state.answers = false
    const book = openBook('a', server)
    book.say([1], DELETE)
    await book.reload()
    expect([book.verdictOf(1), book.verdictOf(2), book.isSeen(3)]).toEqual([DELETE, relabelTo(4), true])
  })

  it('does not lose what was confirmed while the answer was on its way', async () => {
    const { server } = fakeServer()
    const book = openBook('a', { ...server, load: () => new Promise((resolve) => window.setTimeout(() => resolve(NOTHING), 500)) })
    const reading = book.reload()
    book.say([9], WRONG)
    await vi.advanceTimersByTimeAsync(600)
    await reading
    expect(book.verdictOf(9)).toEqual(WRONG)
  })

  it('keeps the answer that was asked for last, in whatever order they come', async () => {
    const { server } = fakeServer()
    const old: SaidVerdicts = { ...NOTHING, ids: [9], verdicts: ['wrong'], classIds: [null] }
    const answers = [
      { said: old, after: 500 },
      { said: NOTHING, after: 100 },
    ]
    const book = openBook('a', {
      ...server,
      load: () => {
        const { said, after } = answers.shift() ?? { said: NOTHING, after: 0 }
        return new Promise((resolve) => window.setTimeout(() => resolve(said), after))
      },
    })
    const readings = [book.reload(), book.reload()]
    await vi.advanceTimersByTimeAsync(600)
    await Promise.all(readings)
    expect(book.verdictOf(9)).toBeNull()
  })
})

describe('two reviewers', () => {
  const contested = () => {
    const { server, state } = fakeServer()
    const book = openBook('a', {
      ...server,
      send: async (events) => {
        await server.send(events)
        return { refused: [], otherwise: events.some((event) => 'force' in event) ? [] : [{ id: 1, by: 'ada', verdict: 'delete' as const, classId: null }] }
      },
    })
    book.say([1], WRONG)
    return { book, state }
  }

  it('are told, and mine goes out again by force', async () => {
    const { book, state } = contested()
    await settled()
    expect(book.conflicts).toMatchObject([{ id: 1, by: 'ada' }])
    book.settle('mine')
    await settled()
    expect(state.got.at(-1)).toMatchObject({ ids: [1], verdict: 'wrong', force: true })
    expect(book.conflicts).toEqual([])
  })

  it('may keep what the other says', async () => {
    const { book } = contested()
    await settled()
    expect(book.verdictOf(1)).toEqual(DELETE)
    book.settle('theirs')
    expect([book.verdictOf(1), book.conflicts]).toEqual([DELETE, []])
  })
})
