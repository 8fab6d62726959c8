/** Whether the server answers, and how often it came back: what could not be fetched while it was away is asked for anew. */
import { create } from 'zustand'

interface Connection {
  readonly isAway: boolean
  readonly returns: number
}

export const useConnection = create<Connection>(() => ({ isAway: false, returns: 0 }))

/** A question got no answer at all. */
export function serverLeft(): void {
  useConnection.setState({ isAway: true })
}

/** It answers; the pictures that had failed are asked for again. */
export function serverReturned(): void {
  useConnection.setState(({ returns }) => ({ isAway: false, returns: returns + 1 }))
  for (const picture of document.images) {
    if (picture.complete && picture.naturalWidth === 0 && picture.src !== '') picture.src = `${picture.src}`
  }
}
