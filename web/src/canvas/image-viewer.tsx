/** Shows one image with its shapes: zoom, pan, hover, select, and where allowed move, resize and draw. */
import { type RefObject, useImperativeHandle, useMemo, useRef, useState } from 'react'

import type { Camera } from '@/math/camera'
import { type ImageBox, screenPoint } from '@/math/points'
import { imageRendering } from '@/math/view'

import styles from './image-viewer.module.css'
import { Overlay } from './overlay'
import type { Effect } from './pointer/state'
import { type Shape, withBox } from './shape'
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
  readonly tool?: 'select' | 'draw'
  readonly camera: Camera | null
  readonly onCamera: (camera: Camera | null) => void
  readonly onHover?: (id: string | null) => void
  readonly onSelect?: (id: string | null) => void
  readonly onMove?: (id: string, box: ImageBox) => void
  readonly onAdd?: (box: ImageBox) => void
  /** A press that was too small to be a box. */
  readonly onRefusedAdd?: () => void
  readonly handle?: RefObject<ViewerHandle | null>
}

interface Preview {
  readonly id: string | null
  readonly box: ImageBox
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
  const scene = { image: size, viewer, view, shapes: props.shapes, selectedId, tool, panKey }
  const pointer = usePointer(scene, run)
  const overlay = useMemo(
    () => ({ view, shapes, selectedId, hoveredId, names }),
    [view, shapes, selectedId, hoveredId, names],
  )
  const transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`
  const pixels = { width: image.width, height: image.height, transform, imageRendering: imageRendering(view) } as const
  const { status } = picture.state

  return (
    <div
      ref={frame}
      className={styles.viewer}
      style={{ cursor: pointer.cursor }}
      role="application"
      aria-label={`Image ${image.name}`}
      data-status={status}
      onDoubleClick={(event) => {
        const at = event.currentTarget.getBoundingClientRect()
        moves.toggle(screenPoint(event.clientX - at.left, event.clientY - at.top))
      }}
      {...pointer.props}
    >
      {status !== 'broken' && viewer.width > 0 && (
        <>
          {status === 'loading' && image.placeholderUrl !== undefined && (
            <img className={styles.pixels} src={image.placeholderUrl} alt="" style={pixels} draggable={false} />
          )}
          {/* Decoded before it is painted: an image that was fetched ahead appears without a blink. */}
          <img
            key={image.url}
            className={styles.pixels}
            src={image.url}
            alt={image.name}
            style={pixels}
            decoding="sync"
            draggable={false}
            onLoad={picture.onLoad}
            onError={picture.onError}
          />
          <Overlay picture={overlay} viewer={viewer} />
        </>
      )}
      <ViewerNotice state={picture.state} name={image.name} />
    </div>
  )
}

/** The shapes with the one that is being moved at its new place, or with the one that is being drawn. */
function withPreview(shapes: readonly Shape[], preview: Preview | null): readonly Shape[] {
  if (preview === null) return shapes
  const { id, box } = preview
  if (id !== null) return shapes.map((shape) => (shape.id === id ? withBox(shape, box) : shape))
  return [...shapes, { ...NEW_SHAPE, box }]
}

const NEW_SHAPE: Shape = {
  id: 'new',
  box: null,
  line: 'solid',
  colour: '#ffffff',
  letter: '+',
  title: 'New box',
  hatched: false,
  editable: false,
}

type Ears = Pick<ImageViewerProps, 'onHover' | 'onSelect' | 'onMove' | 'onAdd' | 'onRefusedAdd'>

function perform(effect: Effect, ears: Ears, moves: CameraMoves, setPreview: (preview: Preview | null) => void): void {
  if (effect.do === 'pan') moves.pan(effect.dx, effect.dy)
  else if (effect.do === 'preview') setPreview(effect.box === null ? null : { id: effect.id, box: effect.box })
  else tell(effect, ears)
}

/** Passes on what is not the viewer's own business. */
function tell(effect: Exclude<Effect, { do: 'pan' | 'preview' }>, ears: Ears): void {
  switch (effect.do) {
    case 'hover':
      return ears.onHover?.(effect.id)
    case 'select':
      return ears.onSelect?.(effect.id)
    case 'move':
      return ears.onMove?.(effect.id, effect.box)
    case 'add':
      return ears.onAdd?.(effect.box)
    case 'refuse-add':
      return ears.onRefusedAdd?.()
  }
}
