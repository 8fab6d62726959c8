import { act, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { actionFor, keyedActions } from '@/actions/registry'
import { fakeTransport } from '@/api/transport/fake'
import { classBook } from '@/state/class-book'
import { openBook } from '@/state/verdict-book'
import { renderAt } from '@/test-app'
import type { WallData, WallProps } from '../types'
import { Wall } from './wall'

/** jsdom lays nothing out and knows no pointers. */
beforeEach(() => {
  localStorage.clear()
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1216)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(800)
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue(new DOMRect(0, 0, 1216, 800))
  vi.stubGlobal('PointerEvent', class extends MouseEvent {})
  Element.prototype.setPointerCapture = () => {}
  Element.prototype.scrollTo = function scrollTo(this: Element, to?: ScrollToOptions | number) {
    this.scrollTop = typeof to === 'object' ? (to.top ?? 0) : 0
    fireEvent.scroll(this)
  }
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

const classes = classBook(['Hard hat', 'Vest', 'Mask'].map((name, id) => ({ id, name, labels: 40, predictions: 0 }) as Parameters<typeof classBook>[0][number]))

/** Three classes of 40 crops, ids from 100; the model sees a vest in crop 103, which is an odd one out. */
function wallOf(count = 40): WallData {
  const total = 3 * count
  const predicted = new Int32Array(total).fill(-1)
  const oddness = new Float32Array(total)
  predicted[3] = 1
  oddness[3] = 0.9
  return {
    level: 'annotation',
    ids: Int32Array.from({ length: total }, (_, place) => 100 + place),
    groups: [0, 1, 2].map((classId) => ({ classId, first: classId * count, count, exemplars: [] })),
    predicted,
    oddness,
    odd: 0.5,
    v: 'r1',
  }
}

async function show(over: Partial<WallProps> = {}) {
  const book = openBook('test', { load: () => Promise.resolve({ ids: [], verdicts: [], classIds: [], seen: [], unseen: [], since: 0, changes: [] }), send: () => Promise.resolve({ otherwise: [], refused: [] }) })
  const props: WallProps = {
    wall: wallOf(),
    verdicts: book,
    classes,
    classKeys: [0, 1, 2],
    side: 96,
    context: 0.25,
    filter: 'all',
    sheetUrl: (ids) => `/sheet?${ids.length}`,
    turnTo: null,
    onHung: vi.fn(),
    onVerdict: vi.fn(book.say),
    onSeen: vi.fn(book.see),
    onUndo: () => void book.undo(),
    onGroup: () => {},
    onOpen: vi.fn(),
    ...over,
  }
  renderAt('/explore', () => <Wall {...props} />, fakeTransport({}))
  const wall = await screen.findByLabelText('Crops to review')
  return { book, props, wall }
}

/** What the app does with a key. */
const press = (key: string, shiftKey = false): void => act(() => actionFor({ ...PLAIN, key, shiftKey })?.perform())
const PLAIN = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, target: document.body }
const crop = (id: number): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-id="${id}"]`)
  if (found === null) throw new Error(`crop ${id} is not drawn`)
  return found
}
const marked = (): number[] => [...document.querySelectorAll<HTMLElement>('[data-verdict]')].map(({ dataset }) => Number(dataset.id))
/** The middle of a crop in the first row: 104 pixels and a gap. */
const middle = (column: number) => ({ clientX: 16 + column * 108 + 50, clientY: 44 + 50 })

describe('the wall', () => {
  test('draws what is in sight of any number, each under its class (V3.1, V3.12)', async () => {
    const { wall } = await show({ wall: wallOf(40_000) })
    const first = within(wall).getByRole('group', { name: 'Hard hat, 40,000' })
    expect(within(first).getByText('40,000 labels')).toBeTruthy()
    expect(within(wall).getAllByRole('option').length).toBeLessThan(200)
    expect(crop(103).getAttribute('aria-label')).toBe('Hard hat, label 103, odd one out, the model sees Vest')
    expect(crop(103).querySelector('[data-odd]')).not.toBeNull()
  })

  test('a press marks and a second one takes it back (V3.2)', async () => {
    await show()
    for (const verdict of ['wrong', undefined]) {
      fireEvent.pointerDown(crop(101), { button: 0, ...middle(1) })
      expect(crop(101).dataset.verdict).toBe(verdict)
      fireEvent.pointerUp(crop(101))
      expect(crop(101).dataset.verdict).toBe(verdict)
    }
  })

  test('a drag sets everything it crosses to the inverse of the first, as one step (V3.2)', async () => {
    const { wall, book, props } = await show()
    book.say([103], { kind: 'relabel', classId: 1 })
    fireEvent.pointerDown(crop(101), { button: 0, ...middle(1) })
    fireEvent.pointerMove(wall, middle(5))
    fireEvent.pointerUp(wall)
    expect(marked()).toEqual([101, 102, 103, 104, 105])
    // What had a class keeps it.
    expect(book.verdictOf(103)).toEqual({ kind: 'relabel', classId: 1 })
    expect(props.onVerdict).toHaveBeenCalledTimes(1)
    press('u')
    expect(marked()).toEqual([103])
    fireEvent.pointerDown(crop(103), { button: 0, ...middle(3) })
    fireEvent.pointerMove(wall, middle(6))
    fireEvent.pointerUp(wall)
    expect(marked()).toEqual([])
  })

  test('a finger that scrolls marks nothing', async () => {
    const { wall } = await show()
    fireEvent.pointerDown(crop(101), { button: 0, ...middle(1) })
    fireEvent.pointerCancel(wall)
    expect(marked()).toEqual([])
  })

  test('arrows and space mark, shift goes on with what was said (V3.2)', async () => {
    const { wall } = await show()
    press('ArrowRight')
    press('ArrowRight')
    expect(wall.getAttribute('aria-activedescendant')).toBe('crop-1')
    press(' ')
    press('ArrowDown', true)
    expect(marked()).toEqual(Array.from({ length: 12 }, (_, step) => 101 + step))
    press('Home')
    press('ArrowRight')
    press(' ')
    press('ArrowRight', true)
    expect(marked()[0]).toBe(103)
  })

  test('a digit is for the crop under the pointer, or for all that are marked (V3.3)', async () => {
    const { book } = await show()
    book.say([110, 111], { kind: 'wrong' })
    fireEvent.pointerOver(crop(104))
    fireEvent.pointerMove(crop(104), middle(4))
    press('2')
    expect(book.verdictOf(104)).toEqual({ kind: 'relabel', classId: 1 })
    expect(book.verdictOf(110)).toEqual({ kind: 'wrong' })
    expect(crop(104).getAttribute('aria-label')).toContain('becomes Vest')
    fireEvent.pointerOver(crop(111))
    press('3')
    expect([110, 111].map(book.verdictOf)).toEqual([{ kind: 'relabel', classId: 2 }, { kind: 'relabel', classId: 2 }])
    expect(book.verdictOf(104)).toEqual({ kind: 'relabel', classId: 1 })
  })

  test('a pointer that lies still does not speak for the keyboard', async () => {
    const { book } = await show()
    fireEvent.pointerOver(crop(104))
    fireEvent.pointerMove(crop(104), middle(4))
    press('ArrowRight')
    fireEvent.pointerOver(crop(109))
    press('d')
    expect(book.verdictOf(100)).toEqual({ kind: 'delete' })
    expect(book.verdictOf(109)).toBeNull()
  })

  test('Enter accepts what the model saw in the marked, where it saw something (V3.6)', async () => {
    const { book } = await show()
    book.say([103, 105], { kind: 'wrong' })
    press('Enter')
    expect(book.verdictOf(103)).toEqual({ kind: 'accept' })
    expect(book.verdictOf(105)).toEqual({ kind: 'wrong' })
  })

  test('typing finds one of many classes (V3.3)', async () => {
    const { book } = await show()
    book.say([103], { kind: 'wrong' })
    press('c')
    const field = await screen.findByRole('combobox')
    fireEvent.change(field, { target: { value: 'mas' } })
    fireEvent.keyDown(field, { key: 'Enter' })
    expect(book.verdictOf(103)).toEqual({ kind: 'relabel', classId: 2 })
  })

  test('N says that the screen is right and goes on where it ended; every crop is seen once (H5)', async () => {
    const { book, wall } = await show()
    for (let screens = 0; screens < 3; screens += 1) press('n')
    expect(book.seenCount).toBe(120)
    expect(wall.scrollTop).toBeGreaterThan(800)
    expect(marked()).toEqual([])
  })

  test('a filter keeps what was looked at in sight, and lets nothing jump away (V3.4)', async () => {
    const book = openBook('filter', { load: () => Promise.resolve({ ids: [], verdicts: [], classIds: [], seen: [], unseen: [], since: 0, changes: [] }), send: () => Promise.resolve({ otherwise: [], refused: [] }) })
    book.say([100, 150, 151], { kind: 'wrong' })
    const { wall } = await show({ verdicts: book, filter: 'marked', onVerdict: book.say })
    expect(within(wall).getAllByRole('option').map(({ dataset }) => Number(dataset.id))).toEqual([100, 150, 151])
    expect(within(wall).getByText('2 of 40 labels')).toBeTruthy()
    expect(within(wall).getByText('2 marked')).toBeTruthy()
    act(() => book.say([150], null))
    expect(crop(150).dataset.verdict).toBeUndefined()
    expect(within(wall).getAllByRole('option')).toHaveLength(3)
  })

  test('an empty wall says what to do', async () => {
    await show({ filter: 'marked' })
    expect(screen.getByText('Nothing is marked')).toBeTruthy()
  })

  test('a double press opens the image, and so does O', async () => {
    const { props } = await show()
    fireEvent.doubleClick(crop(102))
    expect(props.onOpen).toHaveBeenCalledWith(102)
    press('ArrowRight')
    press('o')
    expect(props.onOpen).toHaveBeenLastCalledWith(100)
  })

  test('every key of the wall is an action', async () => {
    await show()
    press('ArrowRight')
    for (const key of ['n', 'PageDown', 'PageUp', ' ', 'u', 'z', 'o', 'c', 'd', 'Enter', '1', 'Home', 'End']) expect(actionFor({ ...PLAIN, key })?.id).toMatch(/^wall\./)
    const told = keyedActions().flatMap(({ keys = [] }) => keys)
    expect(told).toEqual(expect.arrayContaining(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'n']))
  })
})
