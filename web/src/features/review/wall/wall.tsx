import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { classNames } from '@/lib/class-names'
import { amount } from '@/lib/words'
import { useSize } from '@/lib/use-size'
import { useStable } from '@/lib/use-stable'
import { wallLayout } from '@/math/wall-layout'
import { shownOf } from '@/math/wall-shown'
import { relabelTo } from '@/state/verdict'
import { ClassPicker } from '@/ui/class-picker'
import type { Filter, VerdictBook, WallData, WallProps } from '../types'
import { NothingShown } from './nothing-shown'
import { itemAt, SceneContext } from './scene'
import { WALL } from './sheets-ahead'
import { useHung, useSheets, useWantedSheets } from './use-sheets'
import { spotUnder, useStroke } from './use-stroke'
import { useWallActions } from './use-wall-actions'
import { useWallCursor } from './use-wall-cursor'
import { useWallWindow } from './use-wall-window'
import { usePeek } from './use-peek'
import { usePointed } from './use-pointed'
import { VerdictView } from './verdict-view'
import { WallGroups } from './wall-group'
import { WholeImage } from './whole-image'
import styles from './wall.module.css'

/** A light table of crops: any number of them, marked with the pointer or the keyboard as fast as one looks. */
export function Wall(props: WallProps) {
  const { wall, verdicts, classes, side, filter, sheetUrl, turnTo } = props
  const [sizeRef, size] = useSize()
  const scroller = useRef<HTMLElement | null>(null)
  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      scroller.current = element
      return sizeRef(element)
    },
    [sizeRef],
  )
  const shown = useShown(wall, filter, verdicts)
  const layout = useMemo(() => wallLayout(shown.counts, size.width, side), [shown, size.width, side])
  const view = useMemo(() => new VerdictView(verdicts, wall), [verdicts, wall])
  const { sheets, stored } = useSheets({ wall, shown, layout, sheetUrl })
  const { drawn, ...scroll } = useWallWindow({ scroller, wall, shown, layout, height: size.height })
  useWantedSheets(sheets, drawn, layout.total)
  useHung(sheets, drawn, props.onHung)
  const { cursor, setCursor } = useWallCursor(wall, shown)
  const pointed = usePointed()
  const [peeked, peek] = usePeek()
  const [asking, setAsking] = useState<readonly number[] | null>(null)

  const idAt = useCallback((spot: number) => itemAt({ wall, shown }, spot).id, [wall, shown])
  const moveTo = (spot: number): void => {
    pointed.forget()
    setCursor(spot)
    scroll.reveal(spot)
    // What is told to a screen reader as the crop at hand is so only while the wall has the focus; it comes back here.
    scroller.current?.focus({ preventScroll: true })
  }
  const { extendTo, press } = useWallActions({ ...props, layout, view, cursor, idAt, pointed, scroll, onMove: moveTo, onPickClass: setAsking, onPeek: peek })
  const { dragging, handlers } = useStroke({
    scroller,
    layout,
    view,
    idAt,
    onSay: props.onVerdict,
    onExtend: extendTo,
    onDragged: pointed.forget,
    onPress: (spot) => {
      press(spot)
      setCursor(spot)
    },
  })
  const { onGroup } = useStable({ onGroup: props.onGroup })
  const top = drawn.end > drawn.first ? scroll.groupInSight() : 0
  useEffect(() => onGroup(top), [onGroup, top])
  const { toGroup } = useStable({ toGroup: scroll.toGroup })
  useEffect(() => {
    if (turnTo !== null) toGroup(turnTo.group)
  }, [turnTo, toGroup])

  const scene = useMemo(() => ({ wall, shown, layout, classes, view, sheets, stored, sheetUrl }), [wall, shown, layout, classes, view, sheets, stored, sheetUrl])
  const isDrawn = cursor !== null && cursor >= drawn.first && cursor < drawn.end
  return (
    <SceneContext value={scene}>
      <div
        ref={attach}
        id={WALL}
        className={classNames(styles.wall, dragging && styles.dragging)}
        role={layout.total === 0 ? 'region' : 'listbox'}
        aria-multiselectable={layout.total === 0 ? undefined : true}
        aria-label="Crops to review"
        aria-activedescendant={isDrawn ? `crop-${cursor}` : undefined}
        tabIndex={0}
        {...handlers}
        onPointerMove={(event) => {
          pointed.move(event)
          handlers.onPointerMove(event)
        }}
        onPointerOver={pointed.over}
        onPointerLeave={pointed.leave}
        onWheel={pointed.wheel}
        onDoubleClick={(event) => {
          const spot = spotUnder(event.target)
          if (spot !== null) props.onOpen(idAt(spot))
        }}
      >
        <div className={styles.content} style={{ height: layout.height }} role="presentation">
          {size.width > 0 && <WallGroups drawn={drawn} cursor={cursor} />}
        </div>
        {layout.total === 0 && <NothingShown filter={filter} />}
      </div>
      {peeked !== null && <WholeImage level={wall.level} id={peeked} classes={classes} />}
      {asking !== null && (
        <ClassPicker
          title={`Class of ${amount(asking.length, 'crop')}`}
          classes={classes.all}
          likely={likelyClass(wall, view, asking)}
          onClose={() => setAsking(null)}
          onPick={(classId) => {
            setAsking(null)
            props.onVerdict(asking, relabelTo(classId))
          }}
        />
      )}
    </SceneContext>
  )
}

const TESTS: Record<Filter, (verdicts: VerdictBook, id: number) => boolean> = {
  all: () => true,
  marked: (verdicts, id) => verdicts.verdictOf(id) !== null,
  unmarked: (verdicts, id) => verdicts.verdictOf(id) === null,
}

/**
 * What the filter lets through when it is chosen, or when what was said before is known: nothing jumps away from under
 * the pointer because it was marked.
 */
function useShown(wall: WallData, filter: Filter, verdicts: VerdictBook) {
  const isKnown = useSyncExternalStore(verdicts.subscribe, () => filter === 'all' || verdicts.isLoaded)
  // Drawn from anew when the book is loaded, though it is the same book; the wall of all does not wait for it.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  return useMemo(() => shownOf(wall.groups, (place) => TESTS[filter](verdicts, wall.ids[place] ?? 0)), [wall, filter, verdicts, isKnown])
}

/** The class that the model saw in all of these, if it saw one. */
function likelyClass(wall: WallData, view: VerdictView, ids: readonly number[]): number | null {
  const seen = new Set(ids.map((id) => wall.predicted[view.placeOf(id) ?? -1] ?? -1))
  const [only] = seen
  return seen.size === 1 && only !== undefined && only >= 0 ? only : null
}
