/** The camera moves of a viewer: each reads the view that is shown and asks for a new camera. */
import { useMemo } from 'react'

import { type Camera, cameraOf, viewOf } from '@/math/camera'
import { type ScreenPoint, screenPoint, type Size } from '@/math/points'
import { fit, isFitted, panBy, type View, zoomAt } from '@/math/view'

export interface CameraMoves {
  readonly view: View
  /** Larger than 1 goes nearer; around the middle where no anchor is given. */
  zoom(factor: number, anchor?: ScreenPoint): void
  pan(dx: number, dy: number): void
  fit(): void
  /** From the whole image to full size at the anchor, and back. */
  toggle(anchor: ScreenPoint): void
}

/** One press of + or −. */
export const ZOOM_STEP = 1.4

/** CSS pixels around a fitted image, so that handles and chips at its edge can be seen. */
export const FIT_PADDING = 12

export function useCamera(
  camera: Camera | null,
  onCamera: (camera: Camera | null) => void,
  image: Size,
  viewer: Size,
  padding: number,
): CameraMoves {
  return useMemo(() => {
    const view = viewOf(camera, image, viewer, padding)
    const show = (next: View): void => onCamera(cameraOf(next, image, viewer, padding))
    const middle = screenPoint(viewer.width / 2, viewer.height / 2)
    return {
      view,
      zoom: (factor, anchor = middle) => show(zoomAt(view, anchor, factor, image, viewer)),
      pan: (dx, dy) => show(panBy(view, dx, dy, image, viewer)),
      fit: () => onCamera(null),
      toggle: (anchor) => {
        if (!isFitted(view, image, viewer, padding)) return onCamera(null)
        show(zoomAt(view, anchor, fullScale(image, viewer, padding) / view.scale, image, viewer))
      },
    }
  }, [camera, onCamera, image, viewer, padding])
}

// 100 %, where that is nearer than the fitted image; a small image is fitted above 100 % and goes to three times that.
function fullScale(image: Size, viewer: Size, padding: number): number {
  const { scale } = fit(image, viewer, padding)
  return scale < 0.95 ? 1 : scale * 3
}
