import { useCallback, useMemo, useRef, useState } from 'react'
import { useActions } from '@/actions/registry'
import { useTransport } from '@/api/transport/context'
import type { ImageDetail, Scope } from '@/api/types'
import { ImageViewer, type ViewerHandle } from '@/canvas/image-viewer'
import { withBox } from '@/canvas/shape'
import { shapeId, shapeOf } from '@/canvas/shape-of'
import { useClasses } from '@/state/current'
import { useGo, usePlace } from '@/state/place'
import { ClassPicker } from '@/ui/class-picker'
import { detailActions } from './detail-actions'
import { DetailBar } from './detail-bar'
import { DetailPanel } from './detail-panel'
import styles from './open-image.module.css'
import { Unreadable } from './unreadable'
import { useCameraInPlace } from './use-camera-in-place'
import { useDetailVerbs } from './use-detail-verbs'
import { useNames } from './use-names'
import { useNeighbours } from './use-neighbours'
import { visibleObjects } from './visible-objects'

interface OpenImageProps {
  readonly detail: ImageDetail
  readonly scope: Scope
  readonly onClose: () => void
}

/** The open image: bar, viewer and panel, and everything that can be done to its labels. */
export function OpenImage({ detail, scope, onClose }: OpenImageProps) {
  const transport = useTransport()
  const go = useGo()
  const book = useClasses()
  const object = usePlace((place) => place.object)
  const showLabels = usePlace((place) => place.labels)
  const showPredictions = usePlace((place) => place.predictions)
  const confidence = usePlace((place) => place.conf)
  const [names, setNames] = useNames()
  const [hovered, setHovered] = useState<string | null>(null)
  const [camera, setCamera] = useCameraInPlace(detail.id)
  const viewer = useRef<ViewerHandle>(null)
  const neighbours = useNeighbours(detail.id, scope)

  const visible = useMemo(
    () =>
      visibleObjects(detail.objects, { labels: showLabels, predictions: showPredictions, confidence, chosen: object }),
    [detail.objects, showLabels, showPredictions, confidence, object],
  )
  const chosen = detail.objects.find((candidate) => shapeId(candidate) === object) ?? null
  const choose = useCallback((id: string | null): void => go({ object: id }, { replace: true }), [go])
  const work = useDetailVerbs({ detail, scope, chosen, visible, names, setNames, viewer, neighbours, choose, onClose })
  useActions(
    detailActions({ chosen, tool: work.tool, classes: book.all, movable: work.movable }, work.verbs),
    'overlay',
  )

  const shapes = useMemo(() => {
    const drawn = [...visible.labels, ...visible.predictions].map((item) => shapeOf(item, book.look(item.class_id)))
    const moved = drawn.map((shape) => (shape.id === work.pending?.id ? withBox(shape, work.pending.box) : shape))
    return work.draft === null ? moved : [...moved, work.draft]
  }, [visible, book, work.pending, work.draft])

  return (
    <div className={styles.layout}>
      <DetailBar
        detail={detail}
        neighbours={neighbours}
        tool={work.tool}
        names={names}
        verbs={work.verbs}
        scale={camera?.scale ?? null}
        hasRun={scope.run !== null}
      />
      <div className={styles.viewer}>
        {detail.width === null || detail.height === null ? (
          <Unreadable detail={detail} />
        ) : (
          <ImageViewer
            image={{
              url: transport.imageUrl(detail),
              placeholderUrl: transport.imageUrl(detail, 256),
              name: detail.name,
              width: detail.width,
              height: detail.height,
            }}
            shapes={shapes}
            selectedId={object}
            hoveredId={hovered}
            names={names}
            tool={work.tool}
            camera={camera}
            onCamera={setCamera}
            onHover={setHovered}
            onSelect={choose}
            onMove={work.moveTo}
            onAdd={work.draw}
            onRefusedAdd={work.stopDrawing}
            handle={viewer}
          />
        )}
        {work.tool === 'draw' && <p className={styles.hint}>Drag to draw a box. Esc stops.</p>}
      </div>
      <DetailPanel
        detail={detail}
        visible={visible}
        chosen={chosen}
        chosenBox={work.pending?.box ?? null}
        hovered={hovered}
        onHover={setHovered}
        onChoose={choose}
        verbs={work.verbs}
      />
      {work.picking !== null && (
        <ClassPicker
          title={work.picking.title}
          classes={book.all}
          likely={work.picking.likely}
          onPick={work.picking.pick}
          onClose={work.picking.close}
        />
      )}
    </div>
  )
}
