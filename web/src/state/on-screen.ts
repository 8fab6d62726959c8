/** What the rows on screen have in each field, and which of them is pointed at: the grid says it, the filters show it. */
import { create } from 'zustand'

export type RowValues = Readonly<Record<string, number>>

interface OnScreen {
  /** The lowest and the highest value on screen of the field that the list is sorted by. */
  readonly sorted: { readonly field: string; readonly range: readonly [number, number] } | null
  /** The values of the row that is pointed at, by field. */
  readonly pointed: RowValues | null
  /** The fields whose place is shown beside the list, so that their values are worth asking for. */
  readonly watched: readonly string[]
}

const NOWHERE: OnScreen = { sorted: null, pointed: null, watched: [] }

export const useOnScreen = create<OnScreen>(() => NOWHERE)

/** Says where the list stands in what it is sorted by. */
export function showSorted(sorted: OnScreen['sorted']): void {
  useOnScreen.setState({ sorted })
}

/** Says which row is pointed at. */
export function pointAt(pointed: RowValues | null): void {
  useOnScreen.setState({ pointed })
}

/** Says which fields are shown beside the list. */
export function watchFields(watched: readonly string[]): void {
  useOnScreen.setState(({ watched: before }) => (before.join() === watched.join() ? {} : { watched }))
}

/** The page that knew it is gone. */
export function forgetOnScreen(): void {
  useOnScreen.setState(NOWHERE)
}
