/** How far the pixels of a viewer are. */
import { useCallback, useRef, useState } from 'react'
import { useTransport } from '@/api/transport/context'
import { useConnection } from '@/lib/connection'

export type PictureState =
  { readonly status: 'loading' } | { readonly status: 'ready' } | { readonly status: 'broken'; readonly reason: string }

export interface Picture {
  readonly state: PictureState
  /** For the image element that shows `url`. */
  readonly onLoad: () => void
  readonly onError: () => void
}

const LOADING: PictureState = { status: 'loading' }

/** The state of the picture at `url`; the server is asked for the reason once the browser could not show it. */
export function usePicture(url: string): Picture {
  const transport = useTransport()
  const returns = useConnection((state) => state.returns)
  const [known, setKnown] = useState<{ url: string; state: PictureState; returns: number }>({ url, state: LOADING, returns })
  const asked = useRef('')
  const onLoad = useCallback(() => setKnown({ url, state: { status: 'ready' }, returns }), [url, returns])
  const onError = useCallback(() => {
    const attempt = `${returns} ${url}`
    if (asked.current === attempt) return
    asked.current = attempt
    void transport.pictureProblem(url).then((reason) => setKnown({ url, state: { status: 'broken', reason }, returns }))
  }, [url, returns, transport])
  // What failed while the server was away is tried again when it is back.
  const isOver = known.url !== url || (known.state.status === 'broken' && known.returns !== returns)
  return { state: isOver ? LOADING : known.state, onLoad, onError }
}

/** Asks the browser to fetch a picture before it is needed; failures are told when it is shown. */
export function preload(url: string): void {
  new Image().src = url
}
