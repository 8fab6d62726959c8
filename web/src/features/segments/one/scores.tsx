import type { ClassScore, SegmentInsights } from '@/api/segment-types'
import { number, ratio } from '@/lib/words'
import { PlaceLink } from '@/state/place-link'
import { Panel } from '@/ui/panel'
import styles from './insights.module.css'

/** How the newest evaluated run does within the segment; each number opens what it misses or gets wrong. */
export function Scores({ found: { scores, run, query, counts } }: { readonly found: SegmentInsights }) {
  const hasPredictions = counts.prediction !== undefined
  return (
    <Panel title="The model in here" note={`The run ${run ?? ''}, at the thresholds of its evaluation. A number opens the errors behind it.`}>
      <table className={styles.scores}>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Labels</th>
            <th scope="col">Recall</th>
            {hasPredictions && <th scope="col">Predictions</th>}
            {hasPredictions && <th scope="col">Precision</th>}
          </tr>
        </thead>
        <tbody>
          {scores.map((score) => (
            <Line key={score.class_id ?? 'all'} score={score} query={query} hasPredictions={hasPredictions} />
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

interface LineProps {
  readonly score: ClassScore
  readonly query: string
  readonly hasPredictions: boolean
}

function Line({ score, query, hasPredictions }: LineProps) {
  const { class_id: id, name, labels, recall, predictions, precision } = score
  const own = id === null ? query : `${query} and label = ${JSON.stringify(name)}`
  return (
    <tr data-all={id === null}>
      <th scope="row">{name}</th>
      <td>{number(labels)}</td>
      <td>
        {recall !== null && (
          <PlaceLink page="explore" patch={{ q: `${own} and match in ("missed", "confusion")`, level: 'annotation' }} title="Labels that it misses or takes for another class">
            {ratio(recall)}
          </PlaceLink>
        )}
      </td>
      {hasPredictions && <td>{number(predictions)}</td>}
      {hasPredictions && (
        <td>
          {precision !== null && (
            <PlaceLink page="explore" patch={{ q: `${own} and match in ("background", "confusion", "duplicate")`, level: 'prediction' }} title="Predictions that are wrong">
              {ratio(precision)}
            </PlaceLink>
          )}
        </td>
      )}
    </tr>
  )
}
