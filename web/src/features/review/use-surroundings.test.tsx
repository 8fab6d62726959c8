import { act, fireEvent, render } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { actionFor, useActions } from '@/actions/registry'
import { useSurroundings } from './use-surroundings'

const opened = vi.fn()

function Bar() {
  useActions([{ id: 'pick', label: 'Pick', group: 'Review', keys: ['j'], perform: opened }])
  return <p>bar</p>
}

function Room() {
  return useSurroundings().isDrawn ? <Bar /> : null
}

/** As the app hears keys. */
const listen = (event: KeyboardEvent): void => actionFor(event)?.perform()
beforeEach(() => {
  vi.useFakeTimers()
  opened.mockClear()
  window.addEventListener('keydown', listen)
})
afterEach(() => {
  vi.useRealTimers()
  window.removeEventListener('keydown', listen)
})

test('what stands around the crops waits for them a moment', () => {
  const { queryByText } = render(<Room />)
  expect(queryByText('bar')).toBeNull()
  act(() => vi.advanceTimersByTime(249))
  expect(queryByText('bar')).toBeNull()
  act(() => vi.advanceTimersByTime(1))
  expect(queryByText('bar')).not.toBeNull()
})

test('the first key draws it, and is heard by what was not there before', () => {
  const { queryByText } = render(<Room />)
  fireEvent.keyDown(document.body, { key: 'j' })
  expect(opened).toHaveBeenCalledOnce()
  expect(queryByText('bar')).not.toBeNull()
  fireEvent.keyDown(document.body, { key: 'j' })
  expect(opened).toHaveBeenCalledTimes(2)
})
