/** What a tile shows as said: the book, and over it the stroke that the pointer is just drawing. */
import { WRONG, type Verdict, type VerdictBook } from '@/state/verdict'
import { countByGroup, placesOf } from '../places'
import type { WallData } from '../types'

/** Crops that are being painted and not said yet: one drag is one step of undo. */
interface Stroke {
  readonly ids: Set<number>
  readonly verdict: Verdict | null
}

export class VerdictView {
  private stroke: Stroke | null = null
  private readonly listeners = new Set<() => void>()
  private readonly places: ReadonlyMap<number, number>
  private counted: { readonly at: number; readonly byGroup: readonly number[] } = { at: -1, byGroup: [] }

  constructor(
    private readonly book: VerdictBook,
    private readonly wall: WallData,
  ) {
    this.places = placesOf(wall)
  }

  /** Where an item stands on this wall, if it does. */
  readonly placeOf = (id: number): number | undefined => this.places.get(id)

  /** How many items of the group at this position are marked. */
  markedIn(group: number): number {
    const at = this.book.version()
    if (this.counted.at !== at) this.counted = { at, byGroup: countByGroup(this.wall, this.book.marked.keys()) }
    return this.counted.byGroup[group] ?? 0
  }

  readonly verdictOf = (id: number): Verdict | null => (this.stroke?.ids.has(id) === true ? this.stroke.verdict : this.book.verdictOf(id))

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    const leave = this.book.subscribe(listener)
    return () => {
      this.listeners.delete(listener)
      leave()
    }
  }

  /** Begins a stroke that makes of everything the inverse of the item it begins on. */
  begin(id: number): void {
    this.stroke = { ids: new Set([id]), verdict: this.book.verdictOf(id) === null ? WRONG : null }
    this.tell()
  }

  /** The stroke goes over these. What is marked already keeps what was said of it. */
  cross(ids: readonly number[]): void {
    const { stroke } = this
    if (stroke === null) return
    const news = ids.filter((id) => !stroke.ids.has(id) && changes(this.book, id, stroke.verdict))
    for (const id of news) stroke.ids.add(id)
    if (news.length > 0) this.tell()
  }

  /** Ends the stroke: what is to be said of which items. */
  end(): { readonly ids: readonly number[]; readonly verdict: Verdict | null } | null {
    const { stroke } = this
    this.stroke = null
    return stroke === null ? null : { ids: [...stroke.ids], verdict: stroke.verdict }
  }

  /** The stroke was none: the page was scrolled with a finger. */
  drop(): void {
    this.stroke = null
    this.tell()
  }

  private tell(): void {
    for (const listener of this.listeners) listener()
  }
}

/** Would a mark (or its absence) be news of this item? A class that was given is not overwritten by a plain mark. */
export const changes = (book: VerdictBook, id: number, verdict: Verdict | null): boolean => (book.verdictOf(id) === null) !== (verdict === null)

/** The items that are marked and of which nothing more is said: what a class or a verb acts on. */
export function waiting(book: VerdictBook): number[] {
  return [...book.marked].filter(([, { kind }]) => kind === 'wrong').map(([id]) => id)
}
