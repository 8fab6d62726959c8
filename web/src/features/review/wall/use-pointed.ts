import { type PointerEvent, useState } from 'react'
import { spotUnder } from './use-stroke'

/**
 * The crop that the person points at. A pointer that merely lies there while the keyboard is used points at nothing,
 * also when the wall is scrolled beneath it; turning the wheel is pointing.
 */
export class Pointed {
  private under: number | null = null
  private isMeant = false
  private last = { x: -1, y: -1 }

  /** Null where the keyboard was used since. */
  readonly spot = (): number | null => (this.isMeant ? this.under : null)

  /** The keyboard has the word. */
  readonly forget = (): void => {
    this.isMeant = false
  }

  readonly over = (event: Pick<PointerEvent, 'target'>): void => {
    this.under = spotUnder(event.target)
  }

  readonly move = ({ clientX: x, clientY: y }: Pick<PointerEvent, 'clientX' | 'clientY'>): void => {
    if (x === this.last.x && y === this.last.y) return
    this.last = { x, y }
    this.isMeant = true
  }

  readonly wheel = (): void => {
    this.isMeant = true
  }

  readonly leave = (): void => {
    this.under = null
  }
}

export function usePointed(): Pointed {
  return useState(() => new Pointed())[0]
}
