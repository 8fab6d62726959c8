import { useQuery } from '@tanstack/react-query'
import { memo, useCallback, useMemo, useState } from 'react'
import { imageQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { ImageObject, IssueItem } from '@/api/types'
import { Crop } from '@/canvas/crop'
import { ImageViewer } from '@/canvas/image-viewer'
import { Legend } from '@/canvas/legend'
import { shapeId } from '@/canvas/shape-of'
import { classNames } from '@/lib/class-names'
import { imageProblem } from '@/lib/image-problems'
import { outcomeWords } from '@/lib/outcomes'
import { ratio } from '@/lib/words'
import type { Camera } from '@/math/camera'
import type { ClassBook, ClassLook } from '@/state/class-book'
import { useGo, usePlace } from '@/state/place'
import { Button } from '@/ui/button'
import { ClassBadge } from '@/ui/class-chip'
import { evidenceOf, imageShapes } from './issue-shapes'
import styles from './issue-view.module.css'

/** Side of the picture that the view asks for; fetched ahead for the next cards. */
export const VIEW_SIZE = 1024

interface IssueViewProps {
  readonly issue: IssueItem
  readonly book: ClassBook
  readonly run: number | null
  readonly onOpen: () => void
}

/** The whole image of the current issue: the evidence, and everything else quietly around it. */
export const IssueView = memo(function IssueView({ issue, book, run, onOpen }: IssueViewProps) {
  const transport = useTransport()
  const confidence = usePlace((place) => place.conf)
  const [hovered, setHovered] = useState<string | null>(null)
  const [held, setHeld] = useState<{ issue: number; camera: Camera | null }>({ issue: issue.id, camera: null })
  // Every issue begins with the whole image.
  const camera = held.issue === issue.id ? held.camera : null
  const setCamera = useCallback((next: Camera | null) => setHeld({ issue: issue.id, camera: next }), [issue.id])
  const { image } = issue
  const { data } = useQuery(imageQuery(transport, image.id, { run, confidence: 0 }))
  const objects = useMemo(() => listedObjects(issue, data?.objects ?? [], confidence), [issue, data, confidence])
  const shapes = useMemo(() => imageShapes(issue, objects, book), [issue, objects, book])
  const picture = {
    url: transport.imageUrl(image, VIEW_SIZE),
    placeholderUrl: transport.imageUrl(image, 256),
    name: image.name,
    width: image.width ?? 1,
    height: image.height ?? 1,
  }
  return (
    <aside className={styles.view} aria-label="The whole image">
      <div className={styles.head}>
        <h2 className={styles.name} title={image.name}>
          {image.name}
        </h2>
        <Button size="small" variant="quiet" keys="o" onClick={onOpen}>
          Open
        </Button>
      </div>
      <div className={styles.picture} style={{ aspectRatio: `${picture.width} / ${picture.height}` }}>
        {image.width === null ? (
          <p className={styles.broken}>{image.problem === null ? 'This image cannot be shown' : imageProblem(image.problem)}. Its size is not known.</p>
        ) : (
          <ImageViewer
            image={picture}
            padding={0}
            shapes={shapes}
            selectedId={subjectId(issue)}
            hoveredId={hovered}
            camera={camera}
            onCamera={setCamera}
            onHover={setHovered}
          />
        )}
      </div>
      {issue.other_images.length > 0 ? <Twins images={issue.other_images} /> : <Legend />}
      <ul className={styles.objects} onPointerLeave={() => setHovered(null)}>
        {objects.map((object) => {
          const id = shapeId(object)
          return (
            <ObjectLine
              key={id}
              object={object}
              look={book.look(object.class_id)}
              hovered={id === hovered}
              onHover={() => setHovered(id)}
            />
          )
        })}
      </ul>
    </aside>
  )
})

/** What the issue is about stands out among its evidence. */
function subjectId(issue: IssueItem): string | null {
  const [subject] = evidenceOf(issue)
  return subject === undefined ? null : shapeId(subject)
}

/** The evidence first, then the labels, then what the model is sure enough of. */
function listedObjects(issue: IssueItem, all: readonly ImageObject[], confidence: number): readonly ImageObject[] {
  const evidence = evidenceOf(issue)
  const told = new Set(evidence.map(shapeId))
  const rest = all.filter((object) => !told.has(shapeId(object)) && (object.score ?? 1) >= confidence)
  const labels = rest.filter(({ source }) => source === 'label')
  const predictions = rest.filter(({ source }) => source === 'prediction')
  return [...evidence, ...labels, ...predictions.sort((a, b) => (b.score ?? 0) - (a.score ?? 0))]
}

/** The images that are the same as this one; each opens. */
function Twins({ images }: { readonly images: IssueItem['other_images'] }) {
  const go = useGo()
  return (
    <section aria-label="The same as">
      <h3 className={styles.heading}>The same as</h3>
      <ul className={styles.twins}>
        {images.slice(0, MOST_TWINS).map((image) => (
          <li key={image.id}>
            <button type="button" className={styles.twin} onClick={() => go({ image: image.id, object: null })}>
              <Crop image={image} shapes={[]} side={72} />
              <span>{image.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

const MOST_TWINS = 20

interface ObjectLineProps {
  readonly object: ImageObject
  readonly look: ClassLook
  readonly hovered: boolean
  readonly onHover: () => void
}

function ObjectLine({ object, look, hovered, onHover }: ObjectLineProps) {
  const words = outcomeWords(object.source, object.outcome)
  return (
    <li className={classNames(styles.object, hovered && styles.hovered)} onPointerEnter={onHover}>
      <i
        className={object.source === 'label' ? styles.solid : styles.dashed}
        style={{ color: look.colour }}
        aria-hidden="true"
      />
      <ClassBadge colour={look.colour} mark={look.mark} />
      <span className={styles.class}>{look.name}</span>
      {words !== null && <small title={words.term}>{words.text}</small>}
      <em>{object.score === null ? 'label' : ratio(object.score)}</em>
    </li>
  )
}
