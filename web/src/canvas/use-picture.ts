/** How far the pixels of a viewer are. */
import { useCallback, useRef, useState } from 'react'
import { useTransport } from '@/api/transport/context'

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
  const [known, setKnown] = useState<{ url: string; state: PictureState }>({ url, state: LOADING })
  const asked = useRef<string | null>(null)
  const onLoad = useCallback(() => setKnown({ url, state: { status: 'ready' } }), [url])
  const onError = useCallback(() => {
    if (asked.current === url) return
    asked.current = url
    void transport.pictureProblem(url).then((reason) => setKnown({ url, state: { status: 'broken', reason } }))
  }, [url, transport])
  return { state: known.url === url ? known.state : LOADING, onLoad, onError }
}

/** Asks the browser to fetch a picture before it is needed; failures are told when it is shown. */
export function preload(url: string): void {
  new Image().src = url
}
