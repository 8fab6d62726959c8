import { useEffect, useRef, useState } from 'react'

/**
 * The address of the last picture of an image that is there, while the one at `url` is fetched. One is fetched at a
 * time, so that a handle that is dragged shows what it passes and asks for no more than the server can give.
 */
export function useLoaded(image: number, url: string): string {
  const [shown, setShown] = useState({ image, url })
  const busy = useRef(false)
  useEffect(() => {
    if (busy.current || (shown.image === image && shown.url === url)) return
    busy.current = true
    const settle = (): void => {
      busy.current = false
      setShown({ image, url })
    }
    const picture = new Image()
    // One that fails is shown too: the viewer then says why.
    picture.onload = settle
    picture.onerror = settle
    picture.src = url
  }, [image, url, shown])
  return shown.image === image ? shown.url : url
}
