import { useRef } from 'react'
import type { Action } from '@/actions/action'
import { useActions } from '@/actions/registry'
import { moveSpot, type WallLayout, type WallMove } from '@/math/wall-layout'
import { span } from '@/math/tiles'
import { ACCEPT, DELETE, relabelTo, WRONG } from '@/state/verdict'
import type { Verdict, WallProps } from '../types'
import type { Pointed } from './use-pointed'
import { changes, type VerdictView, waiting } from './verdict-view'

interface WallActionOptions extends Pick<WallProps, 'wall' | 'verdicts' | 'classes' | 'classKeys' | 'onVerdict' | 'onSeen' | 'onUndo' | 'onOpen' | 'onExample'> {
  readonly layout: WallLayout
  readonly view: VerdictView
  readonly cursor: number | null
  readonly idAt: (spot: number) => number
  readonly pointed: Pointed
  readonly scroll: {
    readonly inSight: () => { readonly first: number; readonly end: number }
    readonly putFirst: (spot: number) => void
    readonly screenUp: () => void
  }
  /** Moves the cursor and brings it into sight. */
  readonly onMove: (spot: number) => void
  readonly onPickClass: (ids: readonly number[]) => void
  readonly onPeek: (id: number) => void
}

const MOVES: readonly (readonly [WallMove, string, string, string])[] = [
  ['left', 'ArrowLeft', 'Previous crop', 'Move'],
  ['right', 'ArrowRight', 'Next crop', 'Move'],
  ['up', 'ArrowUp', 'Up a row', 'Move'],
  ['down', 'ArrowDown', 'Down a row', 'Move'],
  ['first', 'Home', 'First crop', 'First, last'],
  ['last', 'End', 'Last crop', 'First, last'],
]

/** What shift goes on with: what the press or the key before it said. Null: the inverse of the crop it begins on. */
interface Painting {
  readonly verdict: Verdict | null
}

/** The whole wall by keyboard. What a key means where the pointer rests on a crop, it means for that crop. */
export function useWallActions(options: WallActionOptions) {
  const { cursor, idAt, layout, verdicts, onMove, onVerdict } = options
  const painting = useRef<Painting | null>(null)
  const inverse = (spot: number): Painting => ({ verdict: verdicts.verdictOf(idAt(spot)) === null ? WRONG : null })
  /** Sets everything from the cursor to here, as a drag does. */
  const extendTo = (to: number): void => {
    const from = cursor ?? to
    painting.current ??= inverse(from)
    const { verdict } = painting.current
    const ids = span(from, to).map(idAt).filter((id) => changes(verdicts, id, verdict))
    if (ids.length > 0) onVerdict(ids, verdict)
    onMove(to)
  }
  /** The pointer toggles this one; shift goes on with what it said. */
  const press = (spot: number): void => {
    painting.current = inverse(spot)
  }
  const toggle = (): void => {
    const spot = cursorOf(options)
    if (spot === null) return
    press(spot)
    onVerdict([idAt(spot)], painting.current?.verdict ?? null)
    if (spot !== cursor) onMove(spot)
  }
  const some = (): boolean => layout.total > 0
  const step = (move: WallMove): void => {
    painting.current = null
    onMove(cursor === null && move !== 'last' ? startOf(options) : moveSpot(layout, cursor ?? 0, move))
  }
  useActions([
    ...MOVES.flatMap(([move, key, label, family]): Action[] => [
      { id: `wall.${move}`, label, family, group: 'Review', keys: [key], keyOnly: true, when: some, perform: () => step(move) },
      { id: `wall.extend.${move}`, label: `${label}, marking`, family: 'Mark while moving', group: 'Review', keys: [`shift+${key}`], keyOnly: true, when: some, perform: () => extendTo(moveSpot(layout, cursor ?? startOf(options), move)) },
    ]),
    { id: 'wall.mark', label: 'Mark or unmark', group: 'Review', keys: ['space'], keyOnly: true, when: () => cursorOf(options) !== null, perform: toggle },
    ...sittingActions(options),
    ...verbs(options),
  ])
  return { extendTo, press }
}

/** The crop under the pointer, else the one that the keyboard is on. */
function cursorOf({ pointed, cursor }: Pick<WallActionOptions, 'pointed' | 'cursor'>): number | null {
  return pointed.spot() ?? cursor
}

function startOf({ layout, scroll }: WallActionOptions): number {
  return Math.min(scroll.inSight().first, Math.max(layout.total - 1, 0))
}

/** What moves the sitting on. */
function sittingActions(options: WallActionOptions): Action[] {
  const { layout, scroll, idAt, pointed, verdicts, onVerdict, onSeen, onUndo, onOpen, onExample, onPeek } = options
  const isHere = (): boolean => cursorOf(options) !== null
  const some = (): boolean => layout.total > 0
  const isRight = (): void => {
    const { first, end } = scroll.inSight()
    onSeen(span(first, Math.max(end - 1, first)).map(idAt))
    pointed.forget()
    scroll.putFirst(end)
  }
  const withHere = (act: (id: number) => void) => (): void => {
    const spot = cursorOf(options)
    if (spot !== null) act(idAt(spot))
  }
  return [
    { id: 'wall.screen-right', label: 'This screen is right, go on', group: 'Review', keys: ['n', 'PageDown'], keywords: 'next confirm seen', when: some, perform: isRight },
    { id: 'wall.back', label: 'Back a screen', group: 'Review', keys: ['PageUp'], keyOnly: true, when: some, perform: scroll.screenUp },
    { id: 'wall.undo', label: 'Undo the last verdict', group: 'Review', keys: ['u', 'mod+z'], perform: onUndo },
    { id: 'wall.peek', label: 'See the whole image, while held', group: 'Review', keys: ['z'], keyOnly: true, when: isHere, perform: withHere(onPeek) },
    { id: 'wall.open', label: 'Open the image', group: 'Review', keys: ['o'], when: isHere, perform: withHere(onOpen) },
    ...(onExample === undefined ? [] : [{ id: 'wall.example', label: 'Show it as an example of its class', group: 'Review' as const, keys: ['e'], when: isHere, perform: withHere(onExample) }]),
    {
      id: 'wall.clear',
      label: 'Clear all marks',
      group: 'Review',
      keywords: 'revert unmark all',
      when: () => verdicts.marked.size > 0,
      perform: () => onVerdict([...verdicts.marked.keys()], null),
    },
  ]
}

/** What is said of the crop under the pointer, or of all that are marked. */
function verbs(options: WallActionOptions): Action[] {
  const { wall, view, classes, classKeys, onVerdict, onPickClass } = options
  const on = (act: (ids: readonly number[]) => void) => (): void => {
    const ids = targetsOf(options)
    if (ids.length > 0) act(ids)
  }
  const canAccept = (id: number): boolean => (wall.predicted[view.placeOf(id) ?? -1] ?? -1) >= 0
  const accept = (ids: readonly number[]): void => {
    const seen = ids.filter(canAccept)
    if (seen.length > 0) onVerdict(seen, ACCEPT)
  }
  const some = (): boolean => targetsOf(options).length > 0
  return [
    ...classKeys.slice(0, 10).map((classId, index): Action => ({
      id: `wall.class.${index}`,
      label: classes.look(classId).name,
      family: 'Give the marked a class',
      group: 'Review',
      keys: [String((index + 1) % 10)],
      keyOnly: true,
      when: some,
      perform: on((ids) => onVerdict(ids, relabelTo(classId))),
    })),
    { id: 'wall.class', label: 'Find a class for the marked', group: 'Review', keys: ['c'], when: some, perform: on(onPickClass) },
    { id: 'wall.accept', label: 'Accept the prediction for the marked', group: 'Review', keys: ['Enter'], when: some, perform: () => accept(markedOr(options)) },
    { id: 'wall.delete', label: 'Delete the marked', group: 'Review', keys: ['d', 'Delete'], when: some, perform: on((ids) => onVerdict(ids, DELETE)) },
  ]
}

/**
 * What a class is given to: the crop under the pointer, where it is not one of those that wait for a word; else all that
 * wait, and where none does the crop under the cursor.
 */
export function targetsOf(options: Pick<WallActionOptions, 'verdicts' | 'pointed' | 'cursor' | 'idAt'>): readonly number[] {
  const { verdicts, pointed, idAt } = options
  const hovered = pointed.spot()
  return hovered !== null && verdicts.verdictOf(idAt(hovered))?.kind !== 'wrong' ? [idAt(hovered)] : markedOr(options)
}

/** All that wait for a word; where none does, the crop under the pointer or the cursor. */
function markedOr({ verdicts, pointed, cursor, idAt }: Pick<WallActionOptions, 'verdicts' | 'pointed' | 'cursor' | 'idAt'>): readonly number[] {
  const marked = waiting(verdicts)
  const spot = pointed.spot() ?? cursor
  return marked.length > 0 || spot === null ? marked : [idAt(spot)]
}
