import { memo, type RefObject } from 'react'
import { useTransport } from '@/api/transport/context'
import type { ImageDetail } from '@/api/types'
import { ImageViewer, type ViewerHandle } from '@/canvas/image-viewer'
import type { Shape } from '@/canvas/shape'
import { ZOOM_STEP } from '@/canvas/use-camera'
import { number } from '@/lib/words'
import { IconButton } from '@/ui/button'
import styles from './stage.module.css'
import { Unreadable } from './unreadable'
import { useCameraInPlace } from './use-camera-in-place'
import type { Work } from './use-detail-verbs'
import { useLoaded } from './window/use-loaded'
import { useValueWindow } from './window/use-value-window'
import { WindowControl } from './window/window-control'

interface StageProps {
  readonly detail: ImageDetail
  readonly shapes: readonly Shape[]
  readonly chosen: string | null
  readonly hovered: string | null
  readonly names: boolean
  readonly work: Work
  readonly viewer: RefObject<ViewerHandle | null>
  readonly onHover: (id: string | null) => void
  readonly onChoose: (id: string | null) => void
}

/** The viewer with its camera, which lives here so that a pan draws nothing else anew. */
export const Stage = memo(function Stage(props: StageProps) {
  const { detail, work, viewer } = props
  const transport = useTransport()
  const [camera, setCamera] = useCameraInPlace(detail.id)
  const [window, setWindow] = useValueWindow()
  const url = useLoaded(detail.id, window === null ? transport.imageUrl(detail) : transport.windowUrl(detail, window))
  if (detail.width === null || detail.height === null) return <Unreadable detail={detail} />
  const image = {
    url,
    placeholderUrl: transport.imageUrl(detail, 256),
    name: detail.name,
    width: detail.width,
    height: detail.height,
  }
  return (
    <div className={styles.stage}>
      <ImageViewer
        image={image}
        shapes={props.shapes}
        selectedId={props.chosen}
        hoveredId={props.hovered}
        names={props.names}
        tool={work.tool}
        camera={camera}
        onCamera={setCamera}
        onHover={props.onHover}
        onSelect={props.onChoose}
        onMove={work.moveTo}
        onAdd={work.draw}
        onRefusedAdd={work.stopDrawing}
        handle={viewer}
      />
      {work.tool === 'draw' && <p className={styles.hint}>Drag to draw a box. Esc stops.</p>}
      <div className={styles.zoom} role="group" aria-label="Zoom and window">
        <WindowControl detail={detail} window={window} onWindow={setWindow} />
        <IconButton
          icon="minus"
          size="small"
          label="Zoom out"
          keys="−"
          onClick={() => viewer.current?.zoom(1 / ZOOM_STEP)}
        />
        <button
          type="button"
          className={styles.scale}
          title="Fit the whole image (0)"
          onClick={() => viewer.current?.fit()}
        >
          {camera === null ? 'Fit' : `${number(camera.scale * 100)} %`}
        </button>
        <IconButton icon="plus" size="small" label="Zoom in" keys="+" onClick={() => viewer.current?.zoom(ZOOM_STEP)} />
      </div>
    </div>
  )
})
