/** Shows one image with its shapes: zoom, pan, hover, select, and where allowed move, resize and draw. */
import { type RefObject, useImperativeHandle, useMemo, useRef, useState } from 'react'

import type { Drawn } from '@/api/types'
import type { Camera } from '@/math/camera'
import type { Grip } from '@/math/outline'
import type { Stroke } from '@/math/pixels'
import type { ImageBox, ImagePoint } from '@/math/points'
import type { Polygon } from '@/math/polygons'
import { isEndless } from '@/math/strip'
import { imageRendering } from '@/math/view'

import styles from './image-viewer.module.css'
import { Overlay } from './overlay'
import type { Effect, Tool } from './pointer/state'
import { type Preview, wet, withPreview } from './preview'
import type { Shape } from './shape'
import { type CameraMoves, FIT_PADDING, useCamera } from './use-camera'
import { usePanKey } from './use-pan-key'
import { usePicture } from './use-picture'
import { usePointer } from './use-pointer'
import { useViewerSize } from './use-viewer-size'
import { useWheel } from './use-wheel'
import { ViewerNotice } from './viewer-notice'

/** The image to show. `width` and `height` are those of the displayed image, in which all shapes are measured. */
export interface ViewerImage {
  readonly url: string
  /** A smaller picture that is likely in the cache already; shown until the full one is there. */
  readonly placeholderUrl?: string
  readonly name: string
  readonly width: number
  readonly height: number
}

/** What a key or a button can ask of a viewer. */
export type ViewerHandle = Pick<CameraMoves, 'zoom' | 'fit'>

export interface ImageViewerProps {
  readonly image: ViewerImage
  readonly shapes: readonly Shape[]
  readonly selectedId?: string | null
  readonly hoveredId?: string | null
  /** Show the names of all shapes. */
  readonly names?: boolean
  /** CSS pixels around the fitted image. */
  readonly padding?: number
  readonly tool?: Tool
  /** Of the brush, in image pixels. */
  readonly radius?: number
  /** The chosen corner or keypoint of the selected shape. */
  readonly grip?: Grip | null
  readonly camera: Camera | null
  readonly onCamera: (camera: Camera | null) => void
  readonly onHover?: (id: string | null) => void
  readonly onSelect?: (id: string | null) => void
  readonly onMove?: (id: string, box: ImageBox) => void
  /** A keypoint was placed. */
  readonly onPoint?: (at: ImagePoint) => void
  readonly onGrip?: (grip: Grip) => void
  readonly onReshape?: (id: string, drawn: Drawn) => void
  readonly onOutline?: (loop: Polygon) => void
  readonly onPaint?: (stroke: Stroke) => void
  readonly onAdd?: (box: ImageBox) => void
  /** A press that was too small to be a box. */
  readonly onRefusedAdd?: () => void
  readonly handle?: RefObject<ViewerHandle | null>
}

export function ImageViewer(props: ImageViewerProps) {
  const { image, tool = 'select', selectedId = null, hoveredId = null, names = false, padding = FIT_PADDING } = props
  const frame = useRef<HTMLDivElement>(null)
  const viewer = useViewerSize(frame)
  const picture = usePicture(image.url)
  const panKey = usePanKey()
  const [preview, setPreview] = useState<Preview | null>(null)
  const shapes = useMemo(() => withPreview(props.shapes, preview), [props.shapes, preview])
  const size = useMemo(() => ({ width: image.width, height: image.height }), [image.width, image.height])
  const moves = useCamera(props.camera, props.onCamera, size, viewer, padding)
  const { view } = moves
  useWheel(frame, moves.zoom)
  useImperativeHandle(props.handle, () => moves, [moves])

  const run = (effect: Effect): void => perform(effect, props, moves, setPreview)
  const scene = { image: size, viewer, view, shapes: props.shapes, selectedId, tool, radius: props.radius, panKey }
  const pointer = usePointer(scene, run)
  const { grip } = props
  const overlay = useMemo(
    () => ({ view, shapes, selectedId, hoveredId, names, grip, ...wet(preview) }),
    [view, shapes, selectedId, hoveredId, names, grip, preview],
  )
  const transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`
  const pixels = { width: image.width, height: image.height, transform, imageRendering: imageRendering(view) } as const
  const edge = isEndless(size) ? { outline: `${1 / view.scale}px dashed var(--mut)`, outlineOffset: `${4 / view.scale}px` } : {}
  const { status } = picture.state

  return (
    <div
      ref={frame}
      className={styles.viewer}
      style={{ cursor: pointer.cursor }}
      role="application"
      aria-label={`Image ${image.name}`}
      data-status={status}
      {...pointer.props}
    >
      {viewer.width > 0 && (
        <>
          {status === 'broken' && <div className={`${styles.pixels} ${styles.empty}`} style={pixels} />}
          {status === 'loading' && image.placeholderUrl !== undefined && (
            <img className={styles.pixels} src={image.placeholderUrl} alt="" style={pixels} draggable={false} />
          )}
          {/* Decoded before it is painted: an image that was fetched ahead appears without a blink. */}
          {status !== 'broken' && (
            <img
              key={image.url}
              className={styles.pixels}
              src={image.url}
              alt={image.name}
              style={{ ...pixels, ...edge }}
              decoding="sync"
              draggable={false}
              onLoad={picture.onLoad}
              onError={picture.onError}
            />
          )}
          <Overlay picture={overlay} viewer={viewer} />
        </>
      )}
      <ViewerNotice state={picture.state} name={image.name} />
    </div>
  )
}

type Ears = Pick<
  ImageViewerProps,
  'onHover' | 'onSelect' | 'onMove' | 'onPoint' | 'onGrip' | 'onReshape' | 'onOutline' | 'onPaint' | 'onAdd' | 'onRefusedAdd'
>

function perform(effect: Effect, ears: Ears, moves: CameraMoves, setPreview: (preview: Preview | null) => void): void {
  switch (effect.do) {
    case 'pan':
      return moves.pan(effect.dx, effect.dy)
    case 'toggle-zoom':
      return moves.toggle(effect.at)
    case 'preview':
      return setPreview(effect.box === null ? null : effect)
    case 'draft':
    case 'trace':
    case 'stroke':
    case 'aim':
      return setPreview(effect)
    default:
      return tell(effect, ears)
  }
}

type Told = Exclude<Effect, { do: 'pan' | 'toggle-zoom' | 'preview' | 'draft' | 'trace' | 'stroke' | 'aim' }>

/** Passes on what is not the viewer's own business. */
function tell(effect: Told, ears: Ears): void {
  switch (effect.do) {
    case 'hover':
      return ears.onHover?.(effect.id)
    case 'select':
      return ears.onSelect?.(effect.id)
    case 'move':
      return ears.onMove?.(effect.id, effect.box)
    case 'point':
      return ears.onPoint?.(effect.at)
    case 'grip':
      return ears.onGrip?.(effect.grip)
    case 'reshape':
      return ears.onReshape?.(effect.id, effect.drawn)
    case 'outline':
      return ears.onOutline?.(effect.loop)
    case 'paint':
      return ears.onPaint?.(effect.stroke)
    case 'add':
      return ears.onAdd?.(effect.box)
    case 'refuse-add':
      return ears.onRefusedAdd?.()
  }
}
