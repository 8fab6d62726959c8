/** Loads the pixels of an image and says how far it is. */
import { useEffect, useState } from 'react'

import { useTransport } from '@/api/transport/context'

export type PictureState =
  { readonly status: 'loading' } | { readonly status: 'ready' } | { readonly status: 'broken'; readonly reason: string }

const LOADING: PictureState = { status: 'loading' }

/** The state of the picture at `url`; the server is asked for the reason once the browser could not show it. */
export function usePicture(url: string): PictureState {
  const transport = useTransport()
  const [known, setKnown] = useState<{ url: string; state: PictureState }>({ url, state: LOADING })
  useEffect(() => {
    let current = true
    const tell = (state: PictureState): void => {
      if (current) setKnown({ url, state })
    }
    const picture = new Image()
    picture.src = url
    picture.decode().then(
      () => tell({ status: 'ready' }),
      () => transport.pictureProblem(url).then((reason) => tell({ status: 'broken', reason })),
    )
    return () => {
      current = false
    }
  }, [url, transport])
  return known.url === url ? known.state : LOADING
}

/** Asks the browser to fetch a picture before it is needed; failures are told when it is shown. */
export function preload(url: string): void {
  new Image().src = url
}
