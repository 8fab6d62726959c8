import { useCallback, useMemo, useRef, useState } from 'react'
import { useActions } from '@/actions/registry'
import type { ImageDetail, Scope } from '@/api/types'
import type { ViewerHandle } from '@/canvas/image-viewer'
import { withBox } from '@/canvas/shape'
import { shapeId, shapeOf } from '@/canvas/shape-of'
import { useClasses } from '@/state/current'
import { useGo, usePlace } from '@/state/place'
import { ClassPicker } from '@/ui/class-picker'
import { detailActions } from './detail-actions'
import { DetailBar } from './detail-bar'
import { DetailPanel } from './detail-panel'
import styles from './open-image.module.css'
import { Stage } from './stage'
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
  const go = useGo()
  const book = useClasses()
  const object = usePlace((place) => place.object)
  const showLabels = usePlace((place) => place.labels)
  const showPredictions = usePlace((place) => place.predictions)
  const confidence = usePlace((place) => place.conf)
  const [names, setNames] = useNames()
  const [hovered, setHovered] = useState<string | null>(null)
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

  const drawn = useMemo(
    () => [...visible.labels, ...visible.predictions].map((item) => shapeOf(item, book.look(item.class_id))),
    [visible, book],
  )
  const { pending, draft } = work
  const shapes = useMemo(() => {
    const moved = drawn.map((shape) => (shape.id === pending?.id ? withBox(shape, pending.box) : shape))
    return draft === null ? moved : [...moved, draft]
  }, [drawn, pending, draft])

  return (
    <div className={styles.layout}>
      <DetailBar
        detail={detail}
        neighbours={neighbours}
        tool={work.tool}
        names={names}
        verbs={work.verbs}
        hasRun={scope.run !== null}
      />
      <Stage
        detail={detail}
        shapes={shapes}
        chosen={object}
        hovered={hovered}
        names={names}
        work={work}
        viewer={viewer}
        onHover={setHovered}
        onChoose={choose}
      />
      <DetailPanel
        detail={detail}
        book={book}
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
