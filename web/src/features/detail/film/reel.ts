/** Pictures of a video, fetched ahead and shown one after another: none before it is there. */

/** How a picture is fetched; resolves when it can be shown, or cannot be had. */
export type Fetch = (frame: number) => Promise<void>

interface Reel {
  /** Shows a frame as soon as its picture is there. Of several asked meanwhile the last is shown. */
  show(frame: number): void
  /** Plays from a frame; resolves with the last one shown when it ends or is stopped. */
  play(from: number, last: number, pace: number): Promise<number>
  stop(): void
}

const AHEAD = 8

/** Shows at most one frame per `pace` ms, and waits where a picture is late: no frame is skipped. */
export function reel(fetch: Fetch, onShow: (frame: number) => void): Reel {
  const state = { wanted: -1, busy: false, turn: 0 }
  const pump = async (): Promise<void> => {
    if (state.busy) return
    state.busy = true
    for (let shown = -1; state.wanted >= 0 && shown !== state.wanted; ) {
      shown = state.wanted
      await fetch(shown)
      if (state.wanted >= 0) onShow(shown)
    }
    state.busy = false
  }
  return {
    show: (frame) => {
      state.turn += 1
      state.wanted = frame
      void pump()
    },
    play: async (from, last, pace) => {
      state.wanted = -1
      const turn = ++state.turn
      let frame = from
      while (frame < last && state.turn === turn) {
        for (let next = frame + 1; next <= Math.min(frame + AHEAD, last); next++) void fetch(next)
        await Promise.all([fetch(frame + 1), new Promise((done) => setTimeout(done, pace))])
        if (state.turn !== turn) break
        frame += 1
        onShow(frame)
      }
      return frame
    },
    stop: () => {
      state.turn += 1
      state.wanted = -1
    },
  }
}

/** Fetches pictures by address; each once while it is among the last `most`. */
export function fetcher(urlOf: (frame: number) => string, most = 64): Fetch {
  const known = new Map<string, { readonly picture: HTMLImageElement; readonly done: Promise<void> }>()
  return (frame) => {
    const url = urlOf(frame)
    const found = known.get(url)
    if (found !== undefined) return found.done
    const picture = new Image()
    const done = new Promise<void>((resolve) => {
      picture.onload = () => resolve()
      picture.onerror = () => resolve()
    })
    picture.src = url
    known.set(url, { picture, done })
    const [oldest] = known.keys()
    if (known.size > most && oldest !== undefined) known.delete(oldest)
    return done
  }
}
