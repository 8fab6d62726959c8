import { useCallback, useMemo, useRef, useState } from 'react'
import { useActions } from '@/actions/registry'
import type { ImageDetail, Scope } from '@/api/types'
import type { ViewerHandle } from '@/canvas/image-viewer'
import { shapeId } from '@/canvas/shape-of'
import { useClasses } from '@/state/current'
import { useGo, usePlace } from '@/state/place'
import { ClassPicker } from '@/ui/class-picker'
import { ConflictDialog } from './conflict-dialog'
import { detailActions } from './detail-actions'
import { DetailBar } from './detail-bar'
import { DetailPanel } from './detail-panel'
import { FilmStrip } from './film/film-strip'
import { useFilm } from './film/use-film'
import { usePassing } from './film/use-passing'
import styles from './open-image.module.css'
import { Stage } from './stage'
import { useDetailVerbs } from './use-detail-verbs'
import { useNames } from './use-names'
import { useNeighbours } from './use-neighbours'
import { useShapes } from './use-shapes'
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
  const door = useFilm(detail.id)

  const visible = useMemo(
    () =>
      visibleObjects(detail.objects, { labels: showLabels, predictions: showPredictions, confidence, chosen: object }),
    [detail.objects, showLabels, showPredictions, confidence, object],
  )
  const chosen = detail.objects.find((candidate) => shapeId(candidate) === object) ?? null
  const choose = useCallback((id: string | null): void => go({ object: id }, { replace: true }), [go])
  const work = useDetailVerbs({ detail, scope, chosen, visible, names, setNames, viewer, neighbours, choose, onClose })
  useActions(
    detailActions({ chosen, tool: work.drawing.tool, hasGrip: work.drawing.grip !== null, classes: book.all, movable: work.movable }, work.verbs),
    'overlay',
  )

  const { shapes, past } = useShapes(visible, work, book.look)
  const passing = usePassing(door, book.look, shapes)

  return (
    <div className={styles.layout} data-video={door === undefined ? 'unknown' : 'known'}>
      <DetailBar
        detail={detail}
        neighbours={neighbours}
        names={names}
        verbs={work.verbs}
        hasRun={scope.run !== null}
      />
      <Stage
        detail={detail}
        passing={passing.picture}
        shapes={passing.shapes}
        chosen={object}
        chosenLabel={chosen?.source === 'label' ? chosen : null}
        hovered={past ?? hovered}
        names={names}
        work={work}
        viewer={viewer}
        onHover={setHovered}
        onChoose={choose}
      />
      {door && <FilmStrip door={door} book={book} onFill={work.fill} />}
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
          classes={work.picking.classes}
          likely={work.picking.likely}
          onPick={work.picking.pick}
          onClose={work.picking.close}
        />
      )}
      <ConflictDialog />
    </div>
  )
}
