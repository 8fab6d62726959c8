/** Fetches sheets of crops: what is in sight first, a few at a time, decoded before they are shown. */

/** Fetches and decodes the picture of a sheet. */
export type LoadSheet = (url: string, signal: AbortSignal) => Promise<Pick<HTMLImageElement, 'src'>>

/** More would only stand in the way of each other: a browser opens six connections. */
const AT_ONCE = 4
/** Sheets that are kept; the oldest go first. Some 150 kB each. */
const KEPT = 240
const RETRY_MS = 2000

export class SheetLoader {
  /** The pictures themselves: the browser keeps what somebody holds. */
  private readonly ready = new Map<number, Pick<HTMLImageElement, 'src'>>()
  private readonly busy = new Set<number>()
  private readonly failed = new Map<number, number>()
  private readonly listeners = new Set<() => void>()
  private readonly closing = new AbortController()
  private wanted: readonly number[] = []

  constructor(
    private readonly urlOf: (sheet: number) => string,
    private readonly load: LoadSheet = loadPicture,
  ) {}

  /** These are wanted now, the first ones most; what was wanted before and is not under way is forgotten. */
  want(sheets: readonly number[]): void {
    this.wanted = sheets
    for (const sheet of sheets) this.touch(sheet)
    this.pump()
  }

  /** The address of a sheet that is there, to be drawn at once. */
  get(sheet: number): string | null {
    return this.ready.get(sheet)?.src ?? null
  }

  /** Did the last try fail? It is tried again after a while. */
  hasFailed(sheet: number): boolean {
    return this.failed.has(sheet)
  }

  /** Has every sheet from `first` to `last` come, or failed? */
  isSettled(first: number, last: number): boolean {
    for (let sheet = first; sheet <= last; sheet += 1) {
      if (!this.ready.has(sheet) && !this.failed.has(sheet)) return false
    }
    return true
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  close(): void {
    this.closing.abort()
    this.wanted = []
  }

  private touch(sheet: number): void {
    const there = this.ready.get(sheet)
    if (there === undefined) return
    this.ready.delete(sheet)
    this.ready.set(sheet, there)
  }

  private pump(): void {
    for (const sheet of this.wanted) {
      if (this.busy.size >= AT_ONCE) return
      const rests = performance.now() - (this.failed.get(sheet) ?? -RETRY_MS) < RETRY_MS
      if (!rests && !this.ready.has(sheet) && !this.busy.has(sheet)) void this.fetch(sheet)
    }
  }

  private async fetch(sheet: number): Promise<void> {
    this.busy.add(sheet)
    try {
      this.keep(sheet, await this.load(this.urlOf(sheet), this.closing.signal))
    } catch {
      // The connection is gone or the server is busy: the crops stay grey, and are asked for again.
      this.failed.set(sheet, performance.now())
      window.setTimeout(() => this.pump(), RETRY_MS)
    }
    this.busy.delete(sheet)
    if (this.closing.signal.aborted) return
    for (const listener of this.listeners) listener()
    this.pump()
  }

  private keep(sheet: number, there: Pick<HTMLImageElement, 'src'>): void {
    this.failed.delete(sheet)
    this.ready.set(sheet, there)
    for (const old of this.ready.keys()) {
      if (this.ready.size <= KEPT) return
      if (!this.wanted.includes(old)) this.ready.delete(old)
    }
  }
}

/** Decodes away from the main thread, so that showing the sheet never holds up a frame. */
async function loadPicture(url: string, signal: AbortSignal): Promise<HTMLImageElement> {
  const picture = new Image()
  signal.addEventListener('abort', () => picture.removeAttribute('src'), { once: true })
  picture.src = url
  await picture.decode()
  return picture
}
