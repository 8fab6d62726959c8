import { afterEach, describe, expect, it, vi } from 'vitest'
import { actionFor, addActions } from '@/actions/registry'
import { inboxActions, type InboxState, type InboxVerbs } from './issue-actions'

const state: InboxState = {
  canDecide: true,
  verb: 'Add the label',
  takesClass: true,
  classes: [
    { id: 7, name: 'Mask' },
    { id: 8, name: 'Vest' },
  ],
  ticked: 0,
}
const names = ['accept', 'keep', 'confirm', 'setClass', 'pickClass', 'step', 'open', 'findAlike', 'segment', 'tick', 'tickAll', 'untickAll'] as const
const spies = () => Object.fromEntries(names.map((name) => [name, vi.fn()])) as unknown as InboxVerbs

let remove = (): void => undefined
afterEach(() => remove())

function press(now: InboxState, key: string, marks: Partial<KeyboardEvent> = {}): InboxVerbs {
  const verbs = spies()
  remove()
  remove = addActions('page', inboxActions(now, verbs)).remove
  actionFor({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target: null, ...marks })?.perform()
  return verbs
}

const labels = (now: InboxState): string[] => inboxActions(now, spies()).map(({ label }) => label)

describe('keys of the inbox', () => {
  it('decide the current suspect', () => {
    expect(press(state, 'a').accept).toHaveBeenCalledOnce()
    expect(press(state, 'k').keep).toHaveBeenCalledOnce()
    expect(press(state, 'y').confirm).toHaveBeenCalledOnce()
    expect(press(state, 'S', { shiftKey: true }).segment).toHaveBeenCalledOnce()
    expect(press(state, '2').setClass).toHaveBeenCalledWith(8)
    expect(press(state, '3').setClass).not.toHaveBeenCalled()
  })

  it('accept nothing where nothing is suggested', () => {
    expect(press({ ...state, verb: null }, 'a').accept).not.toHaveBeenCalled()
  })

  it('give no class to a whole image', () => {
    expect(press({ ...state, takesClass: false }, '1').setClass).not.toHaveBeenCalled()
    expect(press({ ...state, takesClass: false }, 'c').pickClass).not.toHaveBeenCalled()
  })

  it('decide nothing in a list of what is decided', () => {
    const decided = { ...state, canDecide: false }
    for (const key of ['a', 'k', 'y', '1', 'c']) {
      const verbs = press(decided, key)
      for (const name of ['accept', 'keep', 'confirm', 'setClass', 'pickClass'] as const)
        expect(verbs[name]).not.toHaveBeenCalled()
    }
  })

  it('skip by J, S and down, and go back by up', () => {
    for (const key of ['j', 's', 'ArrowDown']) expect(press(state, key).step).toHaveBeenCalledWith(1)
    expect(press(state, 'ArrowUp').step).toHaveBeenCalledWith(-1)
  })

  it('say how many they are about', () => {
    expect(labels(state)).toContain('Add the label')
    expect(labels({ ...state, ticked: 3 })).toContain('Accept 3 fixes')
    expect(labels({ ...state, ticked: 3 })).toContain('Keep 3 labels: not errors')
  })

  it('untick by Escape only where something is ticked', () => {
    expect(press(state, 'Escape').untickAll).not.toHaveBeenCalled()
    expect(press({ ...state, ticked: 1 }, 'Escape').untickAll).toHaveBeenCalledOnce()
  })
})
