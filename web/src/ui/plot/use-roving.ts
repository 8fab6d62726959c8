import { type KeyboardEvent, useState } from 'react'

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

export interface Roving {
  readonly tabIndex: 0 | -1
  readonly onFocus: () => void
  readonly onKeyDown: (event: KeyboardEvent<SVGElement>) => void
}

/**
 * Many marks, one stop of the tab key: the arrow keys go from mark to mark, Enter and space open the one in focus.
 * Marks that belong together carry `data-mark` and stand in one parent.
 */
export function useRoving(count: number): (index: number, open?: () => void) => Roving {
  const [current, setCurrent] = useState(0)
  const stop = Math.min(current, count - 1)
  return (index, open) => ({
    tabIndex: index === stop ? 0 : -1,
    onFocus: () => setCurrent(index),
    onKeyDown: (event) => {
      const by = STEPS[event.key]
      if (by !== undefined) {
        const marks = event.currentTarget.parentElement?.querySelectorAll<SVGElement>(':scope > [data-mark]')
        marks?.[(index + by + count) % count]?.focus()
      } else if (event.key === 'Enter' || event.key === ' ') open?.()
      else return
      event.preventDefault()
      event.stopPropagation()
    },
  })
}
