import { describe, expect, test } from 'vitest'
import { arrange } from './arrangement'
import { DEGREES, degreeOf, mix, rgb, warmth } from './colours'
import { moveCursor } from './cursor'
import { cellText } from './draw-matrix'
import { fitText, headerSize } from './headers'
import { cellBox, type Frame, hitTest, inSight, isReadable, layoutOf, MOST, nameStep, panBy, reveal, WHOLE, zoomAt } from './layout'
import { isCorner, matrixOf, shareOf } from './matrix'
import { spotWords } from './matrix-words'
import { clusterOrder } from './seriation'

/** Three classes: 5 cats found, 2 taken for dogs, 1 missed; 4 dogs found; 3 emus on nothing, 1 cat seen twice. */
const ANIMALS = matrixOf({
  classes: [
    { id: 10, name: 'cat' },
    { id: 20, name: 'dog' },
    { id: 30, name: 'emu' },
  ],
  cells: { row: [0, 0, 0, 1, 3, 4], column: [0, 1, 3, 1, 2, 0], count: [5, 2, 1, 4, 3, 1] },
})

const frame = (rows: number, columns: number): Frame => ({ width: 700, height: 400, headerWidth: 100, headerHeight: 40, rows, columns, extraRows: 2, extraColumns: 1 })

describe('matrix', () => {
  test('counts by row and column, and sums both', () => {
    expect([ANIMALS.count(0, 1), ANIMALS.count(1, 0), ANIMALS.count(4, 0)]).toEqual([2, 0, 1])
    expect(ANIMALS.rowTotals).toEqual([8, 4, 0, 3, 1])
    expect(ANIMALS.columnTotals).toEqual([6, 6, 3, 1])
    expect(ANIMALS.most).toBe(5)
  })

  test('a share is of the row, of the column, or of the largest count, and never of nothing', () => {
    expect(shareOf(ANIMALS, 'row', 0, 1)).toBe(2 / 8)
    expect(shareOf(ANIMALS, 'column', 0, 1)).toBe(2 / 6)
    expect(shareOf(ANIMALS, 'count', 0, 1)).toBe(2 / 5)
    expect(shareOf(ANIMALS, 'row', 2, 2)).toBe(0)
  })

  test('nothing is both unlabelled and missed', () => {
    expect([isCorner(ANIMALS, 3, 3), isCorner(ANIMALS, 4, 3), isCorner(ANIMALS, 3, 2), isCorner(ANIMALS, 2, 3)]).toEqual([true, true, false, false])
  })

  test('says what a cell, a row and a column are', () => {
    expect(spotWords([0, 1], ANIMALS)).toBe('cat taken for dog: 2, 25.0 % of 8 labels')
    expect(spotWords([0, 3], ANIMALS)).toBe('cat missed: 1, 12.5 % of 8 labels')
    expect(spotWords([3, 2], ANIMALS)).toBe('emu seen where nothing is labelled: 3, 100.0 % of 3 predictions')
    expect(spotWords([4, 0], ANIMALS)).toBe('cat seen twice: 1, 16.7 % of 6 predictions')
    expect(spotWords([1, null], ANIMALS)).toBe('All labels of dog: 4')
    expect(spotWords([null, 1], ANIMALS)).toBe('All predictions of dog: 6')
  })
})

describe('arrangement', () => {
  test('lines beside the classes stand last in every order; seen twice only where anything is', () => {
    expect(arrange(ANIMALS, 'id')).toEqual({ rows: [0, 1, 2, 3, 4], columns: [0, 1, 2, 3] })
    const once = matrixOf({ classes: ANIMALS.classes.slice(0, 2), cells: { row: [0], column: [1], count: [1] } })
    expect(arrange(once, 'name').rows).toEqual([0, 1, 2])
  })

  test('by errors: the class with the most wrong labels and predictions first', () => {
    // cat: 3 labels and 1 prediction; dog: 2 predictions; emu: 3 predictions.
    expect(arrange(ANIMALS, 'errors').columns).toEqual([0, 2, 1, 3])
  })
})

describe('seriation', () => {
  /** k classes, with these confusions and 100 labels found of each. */
  const confused = (k: number, pairs: readonly (readonly [number, number, number])[]) => {
    const classes = Array.from({ length: k }, (_, id) => ({ id, name: `class ${id}` }))
    const cells = [...classes.map(({ id }) => [id, id, 100] as const), ...pairs]
    return matrixOf({ classes, cells: { row: cells.map(([row]) => row), column: cells.map(([, column]) => column), count: cells.map(([, , count]) => count) } })
  }

  test('classes that are mistaken for each other come to lie side by side', () => {
    const order = clusterOrder(confused(6, [[0, 5, 30], [5, 2, 10], [1, 4, 20]]))
    const apart = (a: number, b: number): number => Math.abs(order.indexOf(a) - order.indexOf(b))
    expect([apart(0, 5), apart(5, 2), apart(1, 4)]).toEqual([1, 1, 1])
  })

  test('every class stands once, those that are never mistaken last and in their order', () => {
    const order = clusterOrder(confused(5, [[3, 1, 2]]))
    expect(order.slice(2)).toEqual([0, 2, 4])
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4])
  })

  test('two chains are turned so that their linked ends meet', () => {
    const order = clusterOrder(confused(4, [[0, 1, 90], [2, 3, 80], [0, 3, 70]]))
    expect(Math.abs(order.indexOf(0) - order.indexOf(3))).toBe(1)
  })

  test('a thousand classes are ordered while one waits', () => {
    const pairs = Array.from({ length: 20_000 }, (_, index) => [(index * 7919) % 1000, (index * 104_729) % 1000, 1 + (index % 9)] as const)
    const begun = performance.now()
    expect(new Set(clusterOrder(confused(1000, pairs))).size).toBe(1000)
    expect(performance.now() - begun).toBeLessThan(1_000)
  })
})

describe('layout', () => {
  test('few classes do not fill the room, many are all in sight', () => {
    const few = layoutOf(frame(5, 4), WHOLE)
    expect([few.cellWidth, few.cellHeight]).toEqual([MOST.width, MOST.height])
    const many = layoutOf(frame(1002, 1001), WHOLE)
    expect(many.cellWidth * 1000 + many.extraWidth).toBeCloseTo(600)
    expect([inSight(many).rows.length, inSight(many).columns.length]).toEqual([1002, 1001])
    expect(isReadable(many)).toBe(false)
  })

  test('what is pointed at is what is drawn there, also when it is zoomed and moved', () => {
    const whole = layoutOf(frame(82, 81), WHOLE)
    const near = layoutOf(whole, panBy(layoutOf(whole, zoomAt(whole, { x: 400, y: 200 }, 6)), -70, 30))
    for (const layout of [whole, near]) {
      const { rows, columns } = inSight(layout)
      for (const [row, column] of [[rows[3], columns[2]], [rows.at(-1), columns[2]], [rows[3], columns.at(-1)]] as [number, number][]) {
        const { x, y, w, h } = cellBox(layout, row, column)
        expect(hitTest(layout, x + w / 2, y + h / 2)).toEqual({ row, column })
      }
    }
  })

  test('headers stand for whole rows and columns; corner and surroundings for nothing', () => {
    const layout = layoutOf(frame(5, 4), WHOLE)
    expect(hitTest(layout, 50, 50)).toEqual({ row: 0, column: null })
    expect(hitTest(layout, 100 + 90, 20)).toEqual({ row: null, column: 1 })
    expect([hitTest(layout, 50, 20), hitTest(layout, 690, 60), hitTest(layout, 120, 390)]).toEqual([null, null, null])
  })

  test('zooming keeps what lies under the pointer, and ends at readable cells and at all of it', () => {
    const whole = layoutOf(frame(1002, 1001), WHOLE)
    const at = { x: 433, y: 251 }
    const before = hitTest(whole, at.x, at.y)
    const near = layoutOf(whole, zoomAt(whole, at, 40))
    expect(hitTest(near, at.x, at.y)?.row).toBeCloseTo(before?.row ?? 0, -1)
    const nearest = layoutOf(whole, zoomAt(near, at, 1e6))
    expect(isReadable(nearest)).toBe(true)
    expect(zoomAt(nearest, at, 1e-9)).toEqual(WHOLE)
  })

  test('a class that is looked for comes into sight, readable', () => {
    const whole = layoutOf(frame(1002, 1001), WHOLE)
    const shown = layoutOf(whole, reveal(whole, 700, 650, true))
    const { rows, columns } = inSight(shown)
    expect(isReadable(shown)).toBe(true)
    expect([rows.includes(699), rows.includes(701), columns.includes(649), columns.includes(651)]).toEqual([true, true, true, true])
    expect(reveal(shown, 700, 650)).toEqual(shown.look)
  })

  test('what stands beside the classes is in sight and never thin, wherever one looks', () => {
    const near = layoutOf(frame(1002, 1001), { zoom: 30, x: 9_000, y: 4_000 })
    expect(inSight(near).rows.slice(-2)).toEqual([1000, 1001])
    const { y, h } = cellBox(near, 1001, 0)
    expect(y + h).toBeLessThanOrEqual(near.height)
    expect(h).toBeGreaterThan(14)
  })

  test('names are written where there is room for them', () => {
    expect([nameStep(36, 13), nameStep(13, 13), nameStep(0.5, 13)]).toEqual([1, 1, 26])
  })
})

describe('the keyboard’s cursor', () => {
  const size = { rows: 5, columns: 4 }

  test('moves over cells, and from the first one to the headers', () => {
    expect(moveCursor(null, 'ArrowDown', size)).toEqual({ row: 0, column: 0 })
    expect(moveCursor({ row: 1, column: 3 }, 'ArrowRight', size)).toEqual({ row: 1, column: 3 })
    expect(moveCursor({ row: 1, column: 0 }, 'ArrowLeft', size)).toEqual({ row: 1, column: null })
    expect(moveCursor({ row: 1, column: null }, 'ArrowRight', size)).toEqual({ row: 1, column: 0 })
    expect(moveCursor({ row: 0, column: null }, 'ArrowUp', size)).toEqual({ row: 0, column: null })
    expect(moveCursor({ row: 2, column: 2 }, 'End', size)).toEqual({ row: 2, column: 3 })
    expect(moveCursor({ row: 2, column: 2 }, 'x', size)).toBeNull()
  })
})

describe('writing and colours', () => {
  const measure = (text: string): number => text.length * 6

  test('names stand upright only where they have no room', () => {
    expect(headerSize(['cat'], ['cat', 'dog'], 600, measure).upright).toBe(false)
    expect(headerSize(['cat'], Array.from({ length: 80 }, () => 'dining table'), 600, measure).upright).toBe(true)
  })

  test('a name that is too long is cut with an ellipsis', () => {
    expect([fitText('Safety boots', 72, measure), fitText('Safety boots', 36, measure), fitText('cat', 3, measure)]).toEqual(['Safety boots', 'Safet…', ''])
  })

  test('a cell tells its count or its percent, short where it is narrow', () => {
    expect([cellText(1134, 1, 'count', 80), cellText(12_340, 1, 'count', 30), cellText(2, 0.053, 'row', 80), cellText(5, 0.5, 'row', 80), cellText(0, 0, 'row', 80)]).toEqual(['1,134', '12.3K', '5.3', '50', '0'])
  })

  test('what is there at all is warm, and more is warmer', () => {
    expect([warmth(0), degreeOf(0), degreeOf(1)]).toEqual([0, 0, DEGREES])
    expect(warmth(1e-6)).toBeGreaterThan(0.1)
    expect(warmth(0.25)).toBe(0.5)
  })

  test('colours are read and mixed', () => {
    expect([rgb('#fff'), rgb(' #0f1216')]).toEqual([[255, 255, 255], [15, 18, 22]])
    expect(mix('#000000', '#ffffff', 0.5)).toBe('rgb(128 128 128)')
  })
})
