/** Draws as many points as the machine can in a frame while the plane moves, and all of them once it rests. */

const REST_MS = 160
const FRAME_MS = 34
const [FEWEST, FIRST, MOST] = [20_000, 200_000, 1e7]

export interface PaintBudget {
  /** Has `paint` draw so many of `total` points in the next frame, and later all; the answer takes that back. */
  draw(total: number, paint: (count: number) => void): () => void
}

export function paintBudget(): PaintBudget {
  let [most, turn, rest] = [FIRST, 0, 0]
  const learn = (took: number): void => {
    const share = took > FRAME_MS ? Math.max(FRAME_MS / took, 0.3) : 1.3
    most = Math.min(Math.max(most * share, FEWEST), MOST)
  }
  return {
    draw(total, paint) {
      turn += 1
      const mine = turn
      requestAnimationFrame((began) => {
        if (mine !== turn) return
        const count = Math.min(Math.round(most), total)
        paint(count)
        // A graphics card draws beside this program: only the next frame tells how long it took.
        requestAnimationFrame((now) => {
          learn(now - began)
          if (mine === turn && count < total) rest = window.setTimeout(() => paint(total), REST_MS)
        })
      })
      return () => {
        turn += 1
        window.clearTimeout(rest)
      }
    },
  }
}
