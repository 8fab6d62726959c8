import { memo, type RefObject } from 'react'
import { useTransport } from '@/api/transport/context'
import type { ImageDetail, ImageObject } from '@/api/types'
import { ImageViewer, type ViewerHandle, type ViewerImage } from '@/canvas/image-viewer'
import type { Tool } from '@/canvas/pointer/state'
import type { Shape } from '@/canvas/shape'
import { ZOOM_STEP } from '@/canvas/use-camera'
import { number } from '@/lib/words'
import { isEndless } from '@/math/strip'
import { IconButton } from '@/ui/button'
import styles from './stage.module.css'
import { PoseHint } from './pose-hint'
import { Tools } from './tools'
import { Unreadable } from './unreadable'
import { useCameraInPlace } from './use-camera-in-place'
import type { Work } from './use-detail-verbs'
import { useLoaded } from './window/use-loaded'
import { useValueWindow } from './window/use-value-window'
import { WindowControl } from './window/window-control'

interface StageProps {
  readonly detail: ImageDetail
  /** The picture that is shown instead while frames pass by. */
  readonly passing: ViewerImage | null
  readonly shapes: readonly Shape[]
  readonly chosen: string | null
  /** The chosen object, where it is a label. */
  readonly chosenLabel: ImageObject | null
  readonly hovered: string | null
  readonly names: boolean
  readonly work: Work
  readonly viewer: RefObject<ViewerHandle | null>
  readonly onHover: (id: string | null) => void
  readonly onChoose: (id: string | null) => void
}

/** The viewer with its camera, which lives here so that a pan draws nothing else anew. */
export const Stage = memo(function Stage(props: StageProps) {
  const { detail, work, viewer, passing } = props
  const { tool, radius, grip, pose } = work.drawing
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
        image={passing ?? image}
        shapes={props.shapes}
        selectedId={props.chosen}
        hoveredId={props.hovered}
        names={props.names}
        tool={passing === null ? tool : 'select'}
        radius={radius}
        grip={grip}
        camera={camera}
        onCamera={setCamera}
        onHover={props.onHover}
        onSelect={props.onChoose}
        onMove={work.moveTo}
        {...work.drawing.ears}
        handle={viewer}
      />
      <Tools tool={tool} radius={radius} chosen={props.chosenLabel} canPose={work.drawing.canPose} verbs={work.verbs} />
      {pose !== null && <PoseHint pose={pose} />}
      {camera === null && <StripHint tool={tool} width={detail.width} height={detail.height} />}
      {tool !== 'select' && tool !== 'keypoints' && <p className={styles.hint}>{HINTS[tool]} Esc stops.</p>}
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

interface StripHintProps {
  readonly tool: Tool
  readonly width: number
  readonly height: number
}

/** How to find one's way in a picture too long to be seen whole. */
function StripHint({ tool, width, height }: StripHintProps) {
  if (tool !== 'select' || !isEndless({ width, height })) return null
  return (
    <p className={styles.hint} role="note">
      {number(width)} × {number(height)} px, too long to be seen whole: drag to go along it, + zooms in.
    </p>
  )
}

const HINTS: Record<Exclude<Tool, 'select' | 'keypoints'>, string> = {
  draw: 'Drag to draw a box.',
  polygon: 'Click the corners; Enter or a double click closes, ⌫ takes the last one back.',
  part: 'Click the corners of another part; Enter or a double click closes.',
  hole: 'Click the corners of the hole; Enter or a double click closes.',
  brush: 'Drag to paint; [ and ] change the brush.',
  erase: 'Drag to erase; [ and ] change the brush.',
}
