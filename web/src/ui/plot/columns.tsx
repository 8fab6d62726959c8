import { type ReactNode, useState } from 'react'
import { classNames } from '@/lib/class-names'
import { useFrame } from './frame'
import type { Tone } from './parts'
import styles from './plot.module.css'
import type { Scale } from './scale'
import { Tip } from './tip'
import { useRoving } from './use-roving'

export interface Column {
  readonly key: string
  /** From where to where on the x axis. */
  readonly from: number
  readonly to: number
  /** What stands on one another, from 0 up; what is negative hangs from 0 down. */
  readonly parts: readonly { readonly value: number; readonly tone: Tone }[]
  /** All that it tells, in words. */
  readonly name: string
  readonly tip: ReactNode
  readonly onOpen?: (() => void) | undefined
  readonly isCurrent?: boolean
}

interface ColumnsProps {
  readonly label: string
  readonly columns: readonly Column[]
  /** Which half answers the pointer where one row of columns stands on 0 and another hangs from it. */
  readonly half?: 'upper' | 'lower'
  /** A range of columns was dragged over; without it they are opened one by one. */
  readonly onBrush?: ((first: number, last: number) => void) | undefined
}

interface Held {
  readonly from: number
  readonly to: number
}

const isWithin = (held: Held | null, index: number): boolean =>
  held !== null && index >= Math.min(held.from, held.to) && index <= Math.max(held.from, held.to)

/** Upright bars, one or more parts each, to look at and to open, alone or many in a row. */
export function Columns({ label, columns, half, onBrush }: ColumnsProps) {
  const { x, y, height } = useFrame()
  const shaft = { top: half === 'lower' ? y.at(0) : 0, bottom: half === 'upper' ? y.at(0) : height }
  const [told, setTold] = useState<string | null>(null)
  const [held, setHeld] = useState<Held | null>(null)
  const roving = useRoving(columns.length)
  const release = (): void => {
    if (held !== null && held.from !== held.to) onBrush?.(Math.min(held.from, held.to), Math.max(held.from, held.to))
    setHeld(null)
  }
  const shown = columns.find(({ key }) => key === told)
  return (
    <g role="group" aria-label={label} onPointerUp={release} onPointerLeave={() => setHeld(null)}>
      {columns.map((column, index) => {
        const { onFocus, ...rove } = roving(index, column.onOpen)
        return (
          <g
            key={column.key}
            data-mark
            role="button"
            aria-label={column.name}
            aria-disabled={column.onOpen === undefined}
            aria-pressed={column.isCurrent}
            className={classNames(styles.column, (column.isCurrent === true || isWithin(held, index)) && styles.current)}
            onClick={column.onOpen}
            onPointerDown={() => onBrush && setHeld({ from: index, to: index })}
            onPointerEnter={() => {
              setTold(column.key)
              setHeld((old) => old && { ...old, to: index })
            }}
            onPointerLeave={() => setTold(null)}
            onFocus={() => {
              onFocus()
              setTold(column.key)
            }}
            onBlur={() => setTold(null)}
            {...rove}
          >
            <rect
              className={styles.shaft}
              x={x.at(column.from)}
              y={shaft.top}
              width={Math.max(x.at(column.to) - x.at(column.from), 0)}
              height={shaft.bottom - shaft.top}
            />
            <Parts column={column} />
          </g>
        )
      })}
      {shown !== undefined && (
        <Tip x={(shown.from + shown.to) / 2} y={shown.parts.reduce((sum, { value }) => sum + value, 0)}>
          {shown.tip}
        </Tip>
      )}
    </g>
  )
}

const SEEN_PX = 2

/** Where each part begins and how tall it is: up from 0, or down where it is negative. What is not empty is always seen. */
function stacked(values: readonly number[], y: Scale): readonly { readonly top: number; readonly tall: number }[] {
  const talls = values.map((value) => (value === 0 ? 0 : Math.max(Math.abs(y.at(0) - y.at(value)), SEEN_PX)))
  const sumTo = (index: number, isUp: boolean): number =>
    talls.slice(0, index).reduce((sum, tall, at) => ((values[at] ?? 0) > 0 === isUp ? sum + tall : sum), 0)
  return talls.map((tall, index) =>
    (values[index] ?? 0) > 0 ? { tall, top: y.at(0) - sumTo(index + 1, true) } : { tall, top: y.at(0) + sumTo(index, false) },
  )
}

function Parts({ column: { from, to, parts } }: { readonly column: Column }) {
  const { x, y } = useFrame()
  const [left, right] = [x.at(from), x.at(to)]
  const gap = Math.min(1, (right - left) / 6)
  const places = stacked(parts.map(({ value }) => value), y)
  return parts.map(({ tone }, index) => (
    <rect
      key={index}
      className={classNames(styles.part, styles[tone])}
      x={left + gap}
      width={Math.max(right - left - 2 * gap, 0)}
      y={places[index]?.top}
      height={places[index]?.tall}
      rx={1}
    />
  ))
}
