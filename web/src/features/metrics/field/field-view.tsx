import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { contactSheetQuery, fieldPageQuery } from '@/api/field-queries'
import type { FieldPage, FieldQuestion } from '@/api/field-types'
import { useTransport } from '@/api/transport/context'
import type { Current } from '@/state/current'
import { usePlace } from '@/state/place'
import { PlaceLink } from '@/state/place-link'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/messages'
import { Told } from '@/actions/told'
import type { MetricField } from '../list/metric-groups'
import { ContactSheet } from './contact-sheet'
import { Definition } from './definition'
import { Distribution } from './distribution'
import { Extremes } from './extremes'
import styles from './field-view.module.css'
import { Missing } from './missing'
import { Numbers } from './numbers'
import { TermsView } from './terms-view'

interface FieldViewProps {
  readonly current: Current
  readonly chosen: MetricField
  /** Measures it anew; null while something is being measured. */
  readonly onMeasure: (() => void) | null
}

const PAGE_PX = 420
const SHEET_PX = 320

/** A field: what it means, how its values spread, what stands out, and what its values look like. */
export function FieldView({ current, chosen, onMeasure }: FieldViewProps) {
  const { metric, name, title, level, field } = chosen
  const query = usePlace((place) => place.q)
  const { dataset, run } = current.scope
  const question = useMemo((): FieldQuestion => ({ dataset, run, level, field: name, query }), [dataset, run, level, name, query])
  const isQuantity = field === null || (field.type === 'number' && field.facet !== 'terms')
  return (
    <div className={styles.view}>
      <header className={styles.head}>
        <div>
          <h1 className={styles.title}>
            {title} <code>{name}</code>
          </h1>
          <p className={styles.meaning}>{meaningOf(chosen)}</p>
        </div>
        <div className={styles.actions}>
          <PlaceLink page="explore" patch={{ level, sort: name, q: query }} className={styles.door}>
            Sort by it in Explore
          </PlaceLink>
          {metric.state !== 'field' && (
            <Button size="small" edits disabled={onMeasure === null} onClick={onMeasure ?? undefined}>
              Measure again
            </Button>
          )}
        </div>
      </header>
      {metric.state === 'stale' && <p className={styles.stale}>{metric.why} Measure again to bring the values up to date.</p>}
      {isQuantity ? (
        <Quantity question={question} title={title} />
      ) : (
        <>
          <TermsView question={question} title={title} kind={field.type === 'flag' ? 'flag' : 'group'} />
          <Definition page={metric.page} />
        </>
      )}
    </div>
  )
}

function Quantity({ question, title }: { readonly question: FieldQuestion; readonly title: string }) {
  const transport = useTransport()
  const page = useQuery(fieldPageQuery(transport, question))
  const hasValues = page.data !== undefined && page.data.count > 0
  // Asked for once the page is there: it is lower down, and its pictures would hold up those above.
  const sheet = useQuery({ ...contactSheetQuery(transport, question), enabled: hasValues })
  return (
    <>
      <Told asked={page} height={PAGE_PX}>
        {(data) => <Shown page={data} question={question} />}
      </Told>
      {hasValues && (
        <Told asked={sheet} height={SHEET_PX}>
          {(bins) => <ContactSheet columns={bins} question={question} title={title} />}
        </Told>
      )}
    </>
  )
}

/** "Mean of all pixels, 0 black to 1 white." */
function meaningOf({ meaning, field }: MetricField): string {
  const unit = field?.unit ?? ''
  const sentence = meaning.charAt(0).toUpperCase() + meaning.slice(1)
  return `${sentence}${unit === '' || meaning.includes(unit) ? '' : `, in ${unit}`}.`
}

function Shown({ page, question }: { readonly page: FieldPage; readonly question: FieldQuestion }) {
  const { count, field } = page
  if (count === 0) {
    return (
      <>
        <EmptyState icon="metrics" title={`Nothing here has a value of ${field.title}`}>
          {question.query !== '' && 'Nothing that the query lists was measured. Clear the query at the top.'}
        </EmptyState>
        <Missing page={page} question={question} />
      </>
    )
  }
  return (
    <>
      <div className={styles.row}>
        <div className={styles.spread}>
          <Distribution page={page} question={question} />
          <Numbers page={page} question={question} />
        </div>
        {field.page !== null && (
          <div className={styles.definition}>
            <Definition page={field.page} />
          </div>
        )}
      </div>
      <Extremes page={page} question={question} />
      <Missing page={page} question={question} />
    </>
  )
}
