import { QueryClient } from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { keys } from '@/api/queries'
import { ApiError } from '@/api/transport/errors'
import { fakeProject, fakeTransport } from '@/api/transport/fake'
import type { Transport } from '@/api/transport/transport'
import type { ChangeResult } from '@/api/types'
import { setUndoing, useUndoing } from '@/state/undoing'
import { editing } from './editing'

const change = (id: number): ChangeResult => ({ id, kind: 'relabel', title: `Change ${id}`, rows: 1, undo: null, redo: null, revision: String(id) })

/** A transport whose answers the test gives when it likes. */
function slowTransport() {
  const asked: string[] = []
  const answers: ((value: ChangeResult | Error) => void)[] = []
  const ask = (what: string) => (): Promise<ChangeResult> => {
    asked.push(what)
    return new Promise((resolve, reject) => {
      answers.push((value) => (value instanceof Error ? reject(value) : resolve(value)))
    })
  }
  const transport = { decide: ask('decide'), undo: ask('undo') } as unknown as Transport
  return { transport, asked, answer: (value: ChangeResult | Error) => answers.shift()?.(value) }
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
const decision = { ids: [1], decision: 'keep' } as const

afterEach(() => setUndoing(null))

describe('editing', () => {
  it('sends changes in the order they were made: an undo never overtakes what it is to undo', async () => {
    const { transport, asked, answer } = slowTransport()
    const verbs = editing(new QueryClient(), transport)
    const first = verbs.decide({ ...decision, ids: [1] })
    const second = verbs.undo()
    await settled()
    expect(asked).toEqual(['decide'])
    answer(change(1))
    expect((await first)?.id).toBe(1)
    await settled()
    expect(asked).toEqual(['decide', 'undo'])
    answer(change(2))
    await second
  })

  const asked = (author: string) => {
    const client = new QueryClient()
    client.setQueryData(keys.project, { ...fakeProject(), undo: { id: 7, title: 'Relabel 2 labels to cone', author } })
    const undone = vi.fn(() => Promise.resolve(change(8)))
    return { verbs: editing(client, fakeTransport({ undo: undone, undoTo: undone })), undone }
  }

  it('can undo from the moment an edit is sent, with no gap until the page is drawn with what the server replied', async () => {
    const client = new QueryClient()
    client.setQueryData(keys.project, fakeProject())
    const { transport, answer } = slowTransport()
    const verbs = editing(client, transport)
    expect(verbs.canUndo()).toBe(false)
    const decided = verbs.decide({ ...decision, ids: [1] })
    expect(verbs.canUndo()).toBe(true)
    await settled()
    answer({ ...change(1), undo: { id: 1, title: 'Change 1', author: 'ada' } })
    await decided
    expect(verbs.canUndo()).toBe(true)
    const undone = verbs.undo()
    await settled()
    answer(change(2))
    expect(verbs.canRedo()).toBe(true)
    await undone
    expect([verbs.canUndo(), verbs.canRedo()]).toEqual([false, false])
  })

  it('undoes the own latest change at once, and says which is meant', async () => {
    const { verbs, undone } = asked('ada')
    expect((await verbs.undo())?.id).toBe(8)
    expect(undone).toHaveBeenCalledWith(7)
    expect(useUndoing.getState().undoing).toBeNull()
  })

  it('asks before it undoes the change of another person', async () => {
    const { verbs, undone } = asked('grace')
    expect(await verbs.undo()).toBeNull()
    expect(undone).not.toHaveBeenCalled()
    const { undoing } = useUndoing.getState()
    expect(undoing?.others).toMatchObject([{ title: 'Relabel 2 labels to cone', author: 'grace' }])
    undoing?.confirm()
    await settled()
    expect(undone).toHaveBeenCalledWith(7)
  })

  it('asks before one of many that it undoes is of another person', async () => {
    const { verbs, undone } = asked('ada')
    const [own, other] = [{ id: 7, title: 'Mine', author: 'ada' }, { id: 6, title: 'Theirs', author: 'grace' }]
    expect(await verbs.undoTo(6, [own, other])).toBeNull()
    expect(undone).not.toHaveBeenCalled()
    useUndoing.getState().undoing?.confirm()
    await settled()
    expect(undone).toHaveBeenCalledWith(6, 7)
    expect((await verbs.undoTo(7, [own]))?.id).toBe(8)
  })

  it('goes on after a refusal, and tells it to who asked', async () => {
    const { transport, answer } = slowTransport()
    const verbs = editing(new QueryClient(), transport)
    const refused = vi.fn()
    const first = verbs.decide({ ...decision, ids: [1] }, {}, refused)
    const second = verbs.decide({ ...decision, ids: [2] })
    await settled()
    answer(new ApiError(409, 'issue-decided', 'The issue was decided meanwhile.', 'Look at it again.'))
    expect(await first).toBeNull()
    expect(refused).toHaveBeenCalledWith({ message: 'The issue was decided meanwhile.', hint: 'Look at it again.' }, expect.any(ApiError))
    await settled()
    answer(change(2))
    expect((await second)?.id).toBe(2)
  })

  it('reads the data again once nothing more is on its way', async () => {
    const { transport, answer } = slowTransport()
    const client = new QueryClient()
    const again = vi.spyOn(client, 'invalidateQueries')
    const verbs = editing(client, transport)
    const both = Promise.all([verbs.decide({ ...decision, ids: [1] }), verbs.decide({ ...decision, ids: [2] })])
    await settled()
    answer(change(1))
    await settled()
    expect(again).not.toHaveBeenCalled()
    answer(change(2))
    await both
    await settled()
    expect(again).toHaveBeenCalledTimes(1)
  })
})
