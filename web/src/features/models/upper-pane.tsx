import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { isNumber, recall, remember } from '@/lib/remembered'
import { useSize } from '@/lib/use-size'
import { clamp } from '@/math/boxes'
import styles from './models.module.css'
import { PaneHeight } from './pane-height'

const KEY = 'models-split'
const LEAST = 0.2
const MOST = 0.85
/** On a low screen the matrix needs the larger part, or its rows could not be read. */
const START = window.innerHeight < 800 ? 0.55 : 0.45
const STEP = 0.04

/** What is shown of the model, above its results; the edge between the two is dragged, or moved with the arrows. */
export function UpperPane({ children }: { readonly children: ReactNode }) {
  const [part, setPart] = useState(() => clamp(recall(KEY, START, isNumber), LEAST, MOST))
  const pane = useRef<HTMLDivElement>(null)
  const [inner, { height }] = useSize()
  const move = (wished: number): void => {
    const next = clamp(wished, LEAST, MOST)
    setPart(next)
    remember(KEY, next)
  }
  const drag = (event: PointerEvent<HTMLElement>): void => {
    const page = pane.current?.parentElement?.getBoundingClientRect()
    if (page === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return
    move((event.clientY - (pane.current?.getBoundingClientRect().top ?? 0)) / page.height)
  }
  const press = (event: KeyboardEvent): void => {
    const by = { ArrowUp: -STEP, ArrowDown: STEP }[event.key]
    if (by === undefined) return
    event.preventDefault()
    move(part + by)
  }
  return (
    <>
      <div ref={pane} className={styles.upper} style={{ height: `${part * 100}%` }}>
        <PaneHeight value={height}>
          <div ref={inner} className={styles.inner}>
            {children}
          </div>
        </PaneHeight>
      </div>
      {/* A separator that can be moved is a control: https://www.w3.org/TR/wai-aria-1.2/#separator */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className={styles.edge}
        role="separator"
        aria-label="Room for the matrix and for the results"
        aria-orientation="horizontal"
        aria-valuenow={Math.round(part * 100)}
        aria-valuemin={LEAST * 100}
        aria-valuemax={MOST * 100}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => move(START)}
        onKeyDown={press}
      />
    </>
  )
}
