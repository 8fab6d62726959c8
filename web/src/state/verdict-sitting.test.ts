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

describe('after a reload of the window', () => {
  /** The server knows what `said` says; the window is opened anew. */
  const reopened = async (said: Partial<SaidVerdicts>) => {
    const { server, state } = fakeServer({ ...NOTHING, ...said })
    const book = openBook('a', server)
    await book.reload()
    return { book, state }
  }
  const three = { ids: [1, 2, 3], verdicts: ['wrong', 'wrong', 'delete'] as const, classIds: [null, null, null], since: 3 }
  const sayThree = async (): Promise<void> => {
    const book = openBook('a', fakeServer().server)
    await book.reload()
    book.say([1, 2], WRONG)
    book.say([3], WRONG)
    book.say([3], DELETE)
    await settled()
  }

  it('is taken back step by step as before it', async () => {
    await sayThree()
    const { book, state } = await reopened(three)
    expect([book.undo(), book.verdictOf(3)]).toEqual([[3], WRONG])
    expect(book.undo()).toEqual([3])
    expect(book.undo()).toEqual([1, 2])
    expect([book.undo(), book.marked.size]).toEqual([null, 0])
    await settled()
    expect(state.got).toMatchObject([{ ids: [3], verdict: 'wrong' }, { ids: [3], verdict: null }, { ids: [1, 2], verdict: null }])
  })

  it('also when the key is pressed before it is known what stands', async () => {
    await sayThree()
    const book = openBook('a', fakeServer({ ...NOTHING, ...three }).server)
    expect(book.undo()).toEqual([])
    await book.reload()
    expect(book.verdictOf(3)).toEqual(WRONG)
  })

  it('takes back nothing that somebody else said since', async () => {
    await sayThree()
    const { book } = await reopened({ ids: [1, 2, 3], verdicts: ['wrong', 'accept', 'relabel'], classIds: [null, null, 4] })
    expect(book.undo()).toEqual([1])
    expect([book.undo(), book.verdictOf(2), book.verdictOf(3)]).toEqual([null, ACCEPT, relabelTo(4)])
  })

  it('takes back nothing from before verdicts were applied, until that is undone', async () => {
    const { server } = fakeServer()
    let said: SaidVerdicts = NOTHING
    const book = openBook('a', { ...server, load: () => Promise.resolve(said) })
    await book.reload()
    book.say([1], DELETE)
    book.say([1], null)
    await settled()
    said = { ...NOTHING, since: 2, changes: [7] }
    await vi.advanceTimersByTimeAsync(10)
    await book.reload()
    expect(book.undo()).toBeNull()
    said = { ...NOTHING, since: 2 }
    await book.reload()
    expect([book.undo(), book.verdictOf(1)]).toEqual([[1], DELETE])
  })
})

describe('what others say', () => {
  const others = () => {
    const { server, state } = fakeServer()
    let said: SaidVerdicts = { ...NOTHING, ids: [1], verdicts: ['wrong'], classIds: [null], seen: [1], since: 4 }
    const asked: (number | undefined)[] = []
    const book = openBook('a', { ...server, load: (since) => (asked.push(since), Promise.resolve(said)) })
    return { book, state, asked, tell: (news: Partial<SaidVerdicts>) => (said = { ...NOTHING, since: 9, ...news }) }
  }

  it('comes on top of what is known, beneath what waits here', async () => {
    const { book, state, asked, tell } = others()
    await book.reload()
    state.answers = false
    book.say([2], ACCEPT)
    tell({ ids: [2, 3], verdicts: ['delete', 'relabel'], classIds: [null, 5], seen: [3], since: 6 })
    await book.catchUp()
    expect(asked).toEqual([undefined, 4])
    expect([1, 2, 3].map(book.verdictOf)).toEqual([WRONG, ACCEPT, relabelTo(5)])
    expect(book.isSeen(3)).toBe(true)
    tell({ ids: [1, 3], verdicts: [null, null], classIds: [null, null], unseen: [3], since: 8 })
    await book.catchUp()
    expect([1, 2, 3].map(book.verdictOf)).toEqual([null, ACCEPT, null])
    expect(book.isSeen(3)).toBe(false)
  })

  it('makes nobody draw anew where there is nothing', async () => {
    const { book, tell } = others()
    await book.reload()
    const before = book.version()
    tell({ since: 4 })
    await book.catchUp()
    expect(book.version()).toBe(before)
  })

  it('is read as a whole once verdicts were applied', async () => {
    const { book, asked, tell } = others()
    await book.reload()
    tell({ changes: [3] })
    await book.catchUp()
    expect(asked).toEqual([undefined, 4, undefined])
    expect(book.marked.size).toBe(0)
  })

  it('up to where it is known goes with each mark, from the first on', async () => {
    const { book, state } = others()
    book.say([5], WRONG)
    await book.reload()
    book.say([6], WRONG)
    await settled()
    expect(state.got).toMatchObject([{ since: 0 }, { since: 4 }])
  })
})
