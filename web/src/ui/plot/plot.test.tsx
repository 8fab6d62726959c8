import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { type ReactNode, useState } from 'react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Columns } from './columns'
import { MARGIN } from './frame'
import { Handle } from './handle'
import { Marks } from './marks'
import { Plot } from './plot'

const WIDTH = 400 + MARGIN.left + MARGIN.right

// jsdom lays nothing out, and knows mice but no pointers.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(WIDTH)
  vi.stubGlobal('PointerEvent', class extends MouseEvent {})
  Element.prototype.setPointerCapture = vi.fn()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

function show(children: ReactNode) {
  return render(
    <Plot label="Rates" x={{ title: 'Recall', domain: [0, 1] }} y={{ title: 'Precision', domain: [0, 1] }} height={200}>
      {children}
    </Plot>,
  )
}

const mark = (key: string, x: number, onOpen: () => void) => ({ key, x, y: 0.5, name: `bin ${key}`, tip: `told of ${key}`, onOpen })

describe('a plot', () => {
  it('names itself and its axes', () => {
    show(null)
    expect(screen.getByRole('group', { name: 'Rates' })).toBeTruthy()
    for (const text of ['Recall', 'Precision', '0.2']) expect(screen.getAllByText(text).length).toBeGreaterThan(0)
  })

  it('is one stop of the tab key: arrows go from mark to mark, Enter opens, round the ends', async () => {
    const opened = vi.fn()
    show(<Marks label="Bins" marks={['a', 'b', 'c'].map((key, at) => mark(key, at / 2, () => opened(key)))} />)
    await userEvent.tab()
    expect(document.activeElement?.getAttribute('aria-label')).toBe('bin a')
    await userEvent.keyboard('{ArrowRight}{Enter}{ArrowLeft}{ArrowLeft}{ }')
    expect(opened.mock.calls).toEqual([['b'], ['c']])
    await userEvent.tab()
    expect(document.activeElement).toBe(document.body)
  })

  it('tells of the mark that is pointed at or in focus, and of no other', async () => {
    show(<Marks label="Bins" marks={[mark('a', 0, vi.fn()), mark('b', 1, vi.fn())]} />)
    expect(screen.queryByText('told of a')).toBeNull()
    await userEvent.tab()
    expect(screen.getByText('told of a')).toBeTruthy()
    fireEvent.pointerEnter(screen.getByRole('button', { name: 'bin b' }))
    expect(screen.getByText('told of b')).toBeTruthy()
    expect(screen.queryByText('told of a')).toBeNull()
  })

  it('shows every part of a column that is not empty', () => {
    const parts = [
      { value: 1, tone: 'ok' as const },
      { value: 0.0001, tone: 'bad' as const },
      { value: 0, tone: 'quiet' as const },
    ]
    const { container } = show(<Columns label="Counts" columns={[{ key: 'a', from: 0, to: 0.5, parts, name: 'a', tip: '' }]} />)
    const heights = [...container.querySelectorAll('rect[rx]')].map((bar) => Number(bar.getAttribute('height')))
    expect(heights).toEqual([200 - MARGIN.top - MARGIN.bottom, 2, 0])
  })
})

describe('a handle', () => {
  function Threshold({ start }: { readonly start: number }) {
    const [value, setValue] = useState(start)
    return (
      <Plot label="F1" x={{ title: 'Confidence', domain: [0, 1] }} y={{ title: 'F1', domain: [0, 1] }} height={200}>
        <Handle label="Confidence" value={value} step={0.01} text={(now) => now.toFixed(2)} onMove={setValue} />
      </Plot>
    )
  }

  it('is a slider that keys move by steps, and that stays within the axis', async () => {
    render(<Threshold start={0.25} />)
    const slider = screen.getByRole('slider', { name: 'Confidence' })
    slider.focus()
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowLeft}')
    expect(slider.getAttribute('aria-valuenow')).toBe('0.26')
    await userEvent.keyboard('{PageUp}')
    expect(slider.getAttribute('aria-valuetext')).toBe('0.36')
    await userEvent.keyboard('{End}{PageUp}')
    expect(slider.getAttribute('aria-valuenow')).toBe('1')
    await userEvent.keyboard('{Home}{ArrowDown}')
    expect(slider.getAttribute('aria-valuenow')).toBe('0')
  })

  it('follows the pointer while it is held, and only then', () => {
    render(<Threshold start={0.25} />)
    const slider = screen.getByRole('slider', { name: 'Confidence' })
    // Without layout the grip lies at 0: what the pointer is away from it is what it moves by, 4 pixels a hundredth.
    fireEvent.pointerMove(slider, { clientX: 40 })
    expect(slider.getAttribute('aria-valuenow')).toBe('0.25')
    fireEvent.pointerDown(slider, { button: 0, clientX: 0 })
    fireEvent.pointerMove(slider, { clientX: 40 })
    expect(slider.getAttribute('aria-valuenow')).toBe('0.35')
  })
})
