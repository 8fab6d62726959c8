import { render } from '@testing-library/react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { Action } from './action'
import { actionFor, addActions, keyedActions, possibleActions, useActions } from './registry'

const action = (over: Partial<Action>): Action => ({ id: 'a', label: 'Do it', group: 'Grid', keys: ['a'], perform: vi.fn(), ...over })
const press = (key: string, target: EventTarget | null = document.body) => ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target })

describe('actions', () => {
  let remove: (() => void)[] = []
  const offer = (layer: 'app' | 'page' | 'overlay', actions: readonly Action[]): void => {
    remove.push(addActions(layer, actions).remove)
  }
  beforeEach(() => {
    for (const take of remove) take()
    remove = []
  })

  test('a key means the action that was offered last', () => {
    const page = action({ id: 'page' })
    offer('app', [action({ id: 'app' })])
    offer('page', [page])
    expect(actionFor(press('a'))).toBe(page)
  })

  test('what is not possible now gives way', () => {
    const app = action({ id: 'app' })
    offer('app', [app])
    offer('page', [action({ when: () => false })])
    expect(actionFor(press('a'))).toBe(app)
    expect(possibleActions()).toEqual([app])
    expect(keyedActions()).toHaveLength(2)
  })

  test('under an overlay the page rests and the app does not', () => {
    const [app, page, overlay] = [action({ id: 'app', keys: ['u'] }), action({ id: 'page', keys: ['d'] }), action({ id: 'overlay', keys: ['j'] })]
    offer('app', [app])
    offer('page', [page])
    offer('overlay', [overlay])
    expect([actionFor(press('u')), actionFor(press('d')), actionFor(press('j'))]).toEqual([app, undefined, overlay])
  })

  test('plain keys are left to a field that is typed in', () => {
    const field = document.createElement('input')
    const palette = action({ id: 'palette', keys: ['k'], whileTyping: true })
    offer('app', [action({}), palette])
    expect(actionFor(press('a', field))).toBeUndefined()
    expect(actionFor(press('k', field))).toBe(palette)
  })

  test('a component offers them while it is shown, always as they are now', () => {
    function Offers({ label }: { readonly label: string }) {
      useActions([action({ label })])
      return null
    }
    const { rerender, unmount } = render(<Offers label="first" />)
    rerender(<Offers label="second" />)
    expect(actionFor(press('a'))?.label).toBe('second')
    unmount()
    expect(actionFor(press('a'))).toBeUndefined()
  })
})
