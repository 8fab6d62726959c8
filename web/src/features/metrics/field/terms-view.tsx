import { useQuery } from '@tanstack/react-query'
import type { FieldQuestion } from '@/api/field-types'
import { facetsQuery, searchQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { TermsFacet } from '@/api/types'
import { andAlso } from '@/lib/query-text/rewrite'
import { useSize } from '@/lib/use-size'
import { amount, number } from '@/lib/words'
import { useClasses } from '@/state/current'
import { PlaceLink } from '@/state/place-link'
import { EmptyState } from '@/ui/messages'
import { Panel } from '@/ui/panel'
import { Told } from '@/actions/told'
import { NOUNS } from '../nouns'
import styles from './field-view.module.css'
import { itemKey, Thumb } from './thumb'
import { type Bunch, bunchesOf, itemsOf } from './terms'
import { useOpenItem } from './use-open-item'

interface TermsViewProps {
  readonly question: FieldQuestion
  readonly title: string
  /** `flag`: yes or no. `group`: the number of the group that an item belongs to. */
  readonly kind: 'flag' | 'group'
}

const HEIGHT = 220
const GROUPS = 8

/** A field that is no quantity: what is flagged, or what belongs together. */
export function TermsView({ question, title, kind }: TermsViewProps) {
  const { dataset, run, level, field, query } = question
  const asked = useQuery(facetsQuery(useTransport(), { dataset, run, level, query, fields: [field] }))
  return (
    <Told asked={asked} height={HEIGHT}>
      {([facet]) => {
        if (facet === undefined || facet.kind !== 'terms') return <EmptyState icon="metrics" title={`Nothing here has a value of ${title}`} />
        return kind === 'flag' ? <Flagged facet={facet} question={question} title={title} /> : <Grouped facet={facet} question={question} title={title} />
      }}
    </Told>
  )
}

interface FacetProps {
  readonly facet: TermsFacet
  readonly question: FieldQuestion
  readonly title: string
}

function Flagged({ facet, question, title }: FacetProps) {
  const { level, field, query } = question
  const count = (value: string): number => facet.terms.find((term) => term.value === value)?.count ?? 0
  const [yes, no] = [count('true'), count('false')]
  const flagged = andAlso(query, field)
  return (
    <Panel
      title={`${amount(yes, NOUNS[level])}: ${title.toLowerCase()}`}
      note={
        <>
          {no > 0 && <Door q={andAlso(query, `not ${field}`)} question={question} text={`${number(no)} are not`} />} {facet.missing > 0 && <Door q={andAlso(query, `${field} is null`)} question={question} text={`${number(facet.missing)} are unknown`} />}
        </>
      }
      aside={yes > 0 && <Door q={flagged} question={question} text="See them in Explore" />}
    >
      {yes > 0 && <Pictures question={{ ...question, query: flagged }} />}
    </Panel>
  )
}

function Grouped({ facet, question, title }: FacetProps) {
  const { level, field, query } = question
  const inGroups = facet.terms.reduce((sum, { count }) => sum + count, 0)
  const largest = facet.terms.slice(0, GROUPS).map(({ value }) => value)
  const all = andAlso(query, `${field} is not null`)
  return (
    <Panel
      title={`${title}: ${amount(inGroups, NOUNS[level])} in ${amount(facet.distinct, 'group')}`}
      note={`The largest groups. ${amount(facet.missing, NOUNS[level])} ${facet.missing === 1 ? 'stands' : 'stand'} alone.`}
      aside={inGroups > 0 && <Door q={all} question={question} text="See them in Explore" />}
    >
      {largest.length > 0 && <Pictures question={{ ...question, query: andAlso(query, `${field} in (${largest.join(', ')})`) }} grouped />}
    </Panel>
  )
}

function Door({ q, question: { level, field }, text }: { readonly q: string; readonly question: FieldQuestion; readonly text: string }) {
  return (
    <PlaceLink page="explore" patch={{ q, level, sort: field }} className={styles.door}>
      {text}
    </PlaceLink>
  )
}

const MOST = 60

/** The first of what a query lists; by group, where the field tells groups. */
function Pictures({ question: { dataset, run, level, field, query }, grouped = false }: { readonly question: FieldQuestion; readonly grouped?: boolean }) {
  const transport = useTransport()
  const asked = useQuery(searchQuery(transport, { dataset, run, level, query, sort: grouped ? field : null, limit: grouped ? MOST : 24, confidence: 1 }))
  return (
    <Told asked={asked} height={HEIGHT}>
      {(page) => (grouped ? bunchesOf(page.items) : [{ key: '', items: itemsOf(page.items) }]).map((bunch) => <Row key={bunch.key} bunch={bunch} grouped={grouped} />)}
    </Told>
  )
}

const ACROSS = 12
const GAP = 8

function Row({ bunch: { items }, grouped }: { readonly bunch: Bunch; readonly grouped: boolean }) {
  const classes = useClasses()
  const open = useOpenItem()
  const [ref, { width }] = useSize()
  const side = Math.floor((width - (ACROSS - 1) * GAP) / ACROSS)
  return (
    <div ref={ref} className={grouped ? styles.bunch : styles.strip}>
      {side > 0 && items.map((item, index) => <Thumb key={itemKey(item)} item={item} side={side} classes={classes} onOpen={() => open(items, index)} />)}
    </div>
  )
}
