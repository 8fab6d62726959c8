import type { ImageDetail, ImageObject } from '@/api/types'
import { shapeId } from '@/canvas/shape-of'
import { READ_ONLY } from '@/lib/base-path'
import type { ImageBox } from '@/math/points'
import type { ClassBook } from '@/state/class-book'
import type { DetailVerbs } from './detail-actions'
import styles from './detail-panel.module.css'
import { ImageFacts } from './image-facts'
import { ImageIssues } from './image-issues'
import { ObjectRow } from './object-row'
import { ObjectVerbs } from './object-verbs'
import type { VisibleObjects } from './visible-objects'

interface DetailPanelProps {
  readonly detail: ImageDetail
  readonly book: ClassBook
  readonly visible: VisibleObjects
  readonly chosen: ImageObject | null
  /** The box of the chosen label while it is being moved. */
  readonly chosenBox: ImageBox | null
  readonly hovered: string | null
  readonly onHover: (id: string | null) => void
  readonly onChoose: (id: string | null) => void
  readonly verbs: DetailVerbs
}

/** What is in the image, what is suspected, and what is known about the file. */
export function DetailPanel(props: DetailPanelProps) {
  const { detail, visible } = props
  const hiddenPredictions = detail.predictions - visible.predictions.length
  const hiddenLabels = detail.labels - visible.labels.length
  return (
    <aside className={styles.panel} aria-label="Image details">
      <ImageIssues issues={detail.issues} onChoose={props.onChoose} />
      <Group
        title="Labels"
        objects={visible.labels}
        hidden={hiddenLabels}
        empty={READ_ONLY === null ? 'No label yet. Press N to draw one.' : 'It had no label.'}
        {...props}
      />
      {detail.predictions > 0 && (
        <Group
          title="Predictions"
          objects={visible.predictions}
          hidden={hiddenPredictions}
          empty="None at this confidence."
          {...props}
        />
      )}
      <ImageFacts detail={detail} />
    </aside>
  )
}

interface GroupProps extends DetailPanelProps {
  readonly title: string
  readonly objects: readonly ImageObject[]
  readonly hidden: number
  readonly empty: string
}

function Group(props: GroupProps) {
  const { title, objects, hidden, empty, book, chosen, chosenBox, hovered, onHover, onChoose, verbs } = props
  return (
    <section aria-label={title}>
      <h2 className={styles.heading}>
        {title} <b>{objects.length}</b>
        {hidden > 0 && <span>{hidden} hidden</span>}
      </h2>
      {objects.length === 0 && hidden === 0 && <p className={styles.empty}>{empty}</p>}
      {/* Leaving the list, not each row, ends the hover: no flicker between rows. */}
      <ul onPointerLeave={() => onHover(null)}>
        {objects.map((object) => {
          const id = shapeId(object)
          const isChosen = object === chosen
          return (
            <li key={id}>
              <ObjectRow
                object={object}
                look={book.look(object.class_id)}
                chosen={isChosen}
                hovered={id === hovered}
                onHover={onHover}
                onChoose={onChoose}
              />
              {isChosen && <ObjectVerbs object={object} box={chosenBox} verbs={verbs} />}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
