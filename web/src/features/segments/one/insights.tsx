import { useQuery } from '@tanstack/react-query'
import { segmentApartQuery, segmentInsightsQuery } from '@/api/segment-queries'
import type { SegmentInsights } from '@/api/segment-types'
import { useTransport } from '@/api/transport/context'
import type { Segment } from '@/api/types'
import { amount, number, percent, ratio } from '@/lib/words'
import type { ExploreLevel } from '@/state/place'
import { PlaceLink } from '@/state/place-link'
import { Panel } from '@/ui/panel'
import { Told } from '@/actions/told'
import { Apart } from './apart'
import styles from './insights.module.css'
import { Scores } from './scores'

const WAITING_PX = 320
const NOUNS = { image: 'image', annotation: 'label', prediction: 'prediction' } as const
const FIELDS: Readonly<Record<string, string>> = { minimum_precision: 'Precision', minimum_recall: 'Recall' }

/** What is in the segment: how much, of which classes, how well the model does in it, and what sets it apart (V5.3, C8). */
export function Insights({ segment }: { readonly segment: Segment }) {
  const transport = useTransport()
  const asked = useQuery(segmentInsightsQuery(transport, segment.id))
  const apart = useQuery(segmentApartQuery(transport, segment.id))
  return (
    <div className={styles.page}>
      <Told asked={asked} height={WAITING_PX}>
        {(found) => (
          <>
            <Counts found={found} />
            <Warnings found={found} />
            <div className={styles.pair}>
              {found.classes.length > 0 && <Classes found={found} />}
              {found.scores.length > 0 && <Scores found={found} />}
            </div>
          </>
        )}
      </Told>
      <Told asked={apart} height={WAITING_PX}>
        {(facets) => <Apart facets={facets} query={asked.data?.query ?? segment.query} level={segment.level as ExploreLevel} />}
      </Told>
    </div>
  )
}

function Counts({ found: { counts, query } }: { readonly found: SegmentInsights }) {
  const levels = (Object.keys(NOUNS) as (keyof typeof NOUNS)[]).filter((level) => counts[level] !== undefined)
  return (
    <ul className={styles.counts} aria-label="What is in it">
      {levels.map((level) => (
        <li key={level}>
          <PlaceLink page="explore" patch={{ q: query, level }} className={styles.count}>
            <b>{number(counts[level] ?? 0)}</b> {amount(counts[level] ?? 0, NOUNS[level]).split(' ')[1]}
          </PlaceLink>
        </li>
      ))}
    </ul>
  )
}

/** What a scenario asks for and whether it is reached; what leaks between two splits. */
function Warnings({ found: { required, leaks } }: { readonly found: SegmentInsights }) {
  if (required.length + leaks.length === 0) return null
  return (
    <ul className={styles.warnings}>
      {required.map(({ field, wanted, reached, met }) => (
        <li key={field} data-met={met}>
          <b>{met === null ? 'Not known' : met ? 'Passed' : 'Failed'}</b> {FIELDS[field] ?? field} at least {ratio(wanted)}
          {reached !== null && `, is ${ratio(reached)}`}
        </li>
      ))}
      {leaks.map(({ other, words, images, query }) => (
        <li key={`${other}.${words}`} data-met={false}>
          <b>Leak</b>
          <PlaceLink page="explore" patch={{ q: query, level: 'image' }}>
            {amount(images, 'image')} {images === 1 ? words.replace(/^are /, 'is ').replace(/^have /, 'has ').replace(/^look /, 'looks ').replace(/^mean /, 'means ') : words}: “{other}”
          </PlaceLink>
        </li>
      ))}
    </ul>
  )
}

function Classes({ found: { classes, query, counts } }: { readonly found: SegmentInsights }) {
  const level = counts.annotation === undefined ? 'prediction' : 'annotation'
  const longest = Math.max(...classes.map(({ count }) => count), 1)
  return (
    <Panel title={level === 'annotation' ? 'Labels by class' : 'Predictions by class'} note="In the segment, and what share of the class that is. A bar opens what it counts.">
      <ul className={styles.bars}>
        {classes.map(({ name, count, total }) => (
          <li key={name}>
            <PlaceLink page="explore" patch={{ q: `${query} and label = ${JSON.stringify(name)}`, level }} className={styles.bar} title={`${number(count)} of ${number(total)}`}>
              <span className={styles.name}>{name}</span>
              <span className={styles.track}>
                <i style={{ width: `${(count / longest) * 100}%` }} />
              </span>
              <em>
                {number(count)} · {percent(total === 0 ? 0 : count / total)}
              </em>
            </PlaceLink>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
