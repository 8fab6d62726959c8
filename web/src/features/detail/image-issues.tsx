import type { IssueItem } from '@/api/types'
import { shapeId } from '@/canvas/shape-of'
import { PlaceLink } from '@/state/place-link'
import styles from './image-issues.module.css'
import panel from './detail-panel.module.css'

interface ImageIssuesProps {
  readonly issues: readonly IssueItem[]
  readonly onChoose: (id: string | null) => void
}

/** What is suspected in this image; a click shows the object it is about. */
export function ImageIssues({ issues, onChoose }: ImageIssuesProps) {
  const open = issues.filter((issue) => issue.state === 'open')
  if (open.length === 0) return null
  return (
    <section aria-label="Suspects">
      <h2 className={panel.heading}>
        Suspects <b>{open.length}</b>
      </h2>
      <ul className={styles.list}>
        {open.map((issue) => (
          <li key={issue.id} className={styles.issue}>
            <button type="button" className={styles.words} onClick={() => onChoose(subjectOf(issue))}>
              <strong>{issue.title}</strong>
              <span>{issue.sentence}</span>
            </button>
            <PlaceLink page="issues" patch={{ kind: issue.kind, issue: issue.id }} className={styles.link}>
              Decide
            </PlaceLink>
          </li>
        ))}
      </ul>
    </section>
  )
}

function subjectOf(issue: IssueItem): string | null {
  const subject = issue.label ?? issue.prediction
  return subject === null ? null : shapeId(subject)
}
