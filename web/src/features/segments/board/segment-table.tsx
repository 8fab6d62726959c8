import type { Segment } from '@/api/types'
import { ago } from '@/lib/times'
import { PlaceLink } from '@/state/place-link'
import { sizeWords, STATE_NAMES, STATES } from '../state-words'
import styles from './board.module.css'
import { Progress } from './segment-card'

interface SegmentTableProps {
  readonly segments: readonly Segment[]
  readonly titles: ReadonlyMap<string, string>
}

/** Every segment in a line, by state and then by name. */
export function SegmentTable({ segments, titles }: SegmentTableProps) {
  const sorted = [...segments].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state) || a.name.localeCompare(b.name))
  return (
    <div className={styles.scroller}>
      <table className={styles.table}>
        <thead>
          <tr>
            {['Name', 'State', 'Kind', 'What', 'Rows', 'Done', 'Who', 'Made'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((segment) => (
            <tr key={segment.id}>
              <th scope="row">
                <PlaceLink page="segments" patch={{ segment: segment.id }} className={styles.open}>
                  {segment.name}
                </PlaceLink>
              </th>
              <td>
                <span className={styles.state} data-state={segment.state}>
                  {STATE_NAMES[segment.state]}
                </span>
              </td>
              <td>{titles.get(segment.kind)}</td>
              <td>{segment.items === null ? 'query' : 'list'}</td>
              <td>{sizeWords(segment)}</td>
              <td>
                <Progress segment={segment} />
              </td>
              <td>{segment.assignee}</td>
              <td>{segment.made_at !== null && <time dateTime={segment.made_at}>{ago(segment.made_at)}</time>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
