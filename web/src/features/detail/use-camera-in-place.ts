/** The camera of the open image: at hand while it moves, in the URL once it rests. */
import { useCallback, useEffect, useState } from 'react'
import { type Camera, readCamera, writeCamera } from '@/math/camera'
import { useGo, usePlace } from '@/state/place'

const REST_MS = 300

interface Held {
  readonly image: number
  readonly camera: Camera | null
}

export function useCameraInPlace(image: number): [Camera | null, (camera: Camera | null) => void] {
  const go = useGo()
  const cam = usePlace((place) => place.cam)
  const [held, setHeld] = useState<Held | null>(null)
  const inPlace = cam === null ? null : readCamera(cam)
  // What is held belongs to one image; another begins with what its address says, else with all of it.
  const camera = held?.image === image ? held.camera : inPlace

  useEffect(() => {
    if (held?.image !== image) return
    const text = held.camera === null ? null : writeCamera(held.camera)
    if (text === cam) return
    const timer = window.setTimeout(() => go({ cam: text }, { replace: true }), REST_MS)
    return () => window.clearTimeout(timer)
  }, [held, image, cam, go])

  const set = useCallback((next: Camera | null) => setHeld({ image, camera: next }), [image])
  return [camera, set]
}
