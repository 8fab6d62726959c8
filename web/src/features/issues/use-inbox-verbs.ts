/** Binds the verbs of the inbox to decisions, the list and the place. */
import { useFindLookAlikes } from '@/actions/find-look-alikes'
import { useTransport } from '@/api/transport/context'
import type { Transport } from '@/api/transport/transport'
import { isIssue, type IssueItem, type Scope } from '@/api/types'
import { shapeId } from '@/canvas/shape-of'
import { andAlso } from '@/lib/query-text/rewrite'
import { useStable } from '@/lib/use-stable'
import { useGo } from '@/state/place'
import { reviewOfSuspects } from '@/state/review-door'
import { offerSegment } from '@/state/segment-offer'
import { type SequenceEntry, setSequence } from '@/state/sequence'
import { toast } from '@/state/toasts'
import type { InboxVerbs } from './issue-actions'
import { type IssueFilter, issueQueryText, issueRequest } from './issue-query'
import { evidenceOf } from './issue-shapes'
import { takesClass } from './issue-title'
import { type Decision, useDecide } from './use-decide'
import type { IssueList } from './use-issue-list'
import type { Ticks } from './use-ticks'

interface Bench {
  readonly scope: Scope
  readonly filter: IssueFilter
  readonly list: IssueList
  readonly ticks: Ticks
  readonly pickClass: (issue?: IssueItem) => void
}

/** What is decided, and of which issues it can be. */
interface Ruling {
  readonly decision: Decision['decision']
  readonly fits: (issue: IssueItem) => boolean
  readonly classId?: number
}

export function useInboxVerbs({ scope, filter, list, ticks, pickClass }: Bench): InboxVerbs {
  const go = useGo()
  const transport = useTransport()
  const send = useDecide(scope.dataset)
  const findLookAlikes = useFindLookAlikes()
  const { items, at, current } = list

  /** The one, else the ticked, else the current issue. */
  const meant = async (one: IssueItem | undefined, many: boolean): Promise<readonly IssueItem[]> => {
    if (one !== undefined) return [one]
    if (many) return tickedIssues(transport, scope, filter, ticks, items)
    return current === null ? [] : [current]
  }

  /** Decides what is meant, where it can be decided so; the next card is current at once. */
  const decide = async (one: IssueItem | undefined, { decision, fits, classId }: Ruling): Promise<void> => {
    const many = one === undefined && !ticks.isNone
    const issues = (await meant(one, many)).filter(fits)
    if (issues.length === 0) {
      if (many) toast({ tone: 'bad', text: 'None of the ticked suspects can be decided that way.' })
      return
    }
    const next = nextAfter(items, one === undefined ? at : items.indexOf(one), issues)
    send({ issues, decision, ...(classId === undefined ? {} : { classId }) })
    go({ issue: next?.id ?? null, ...(many ? { sel: '' } : {}) }, { replace: true })
  }

  return useStable<InboxVerbs>({
    accept: (issue) => void decide(issue, { decision: 'accept', fits: ({ suggestion }) => suggestion !== null }),
    keep: (issue) => void decide(issue, { decision: 'keep', fits: () => true }),
    confirm: (issue) => void decide(issue, { decision: 'confirm', fits: () => true }),
    setClass: (classId, issue) => void decide(issue, { decision: 'relabel', fits: takesClass, classId }),
    pickClass,
    step: (by, from) => {
      const next = items[(from === undefined ? at : items.indexOf(from)) + by]
      if (next !== undefined) go({ issue: next.id }, { replace: true })
    },
    open: () => {
      if (current === null) return
      setSequence({ total: items.length, index: at, at: (index) => Promise.resolve(entryOf(items[index])) })
      go({ image: current.image.id, object: entryOf(current)?.object ?? null })
    },
    findAlike: (issue) => {
      const one = issue ?? current
      if (one === null) return
      const subject = evidenceOf(one).find(({ source }) => source === 'label')
      if (subject === undefined) findLookAlikes('image', [one.image.id])
      else findLookAlikes('annotation', [subject.id])
    },
    review: () => go(reviewOfSuspects(filter.kind, items[0]), { page: 'review' }),
    segment: (ticked) => offerSegment({ scope, count: Math.max(ticked, 1), target: { rows: { ...scope, level: 'issue', ...meantRows(filter, ticks, current) } } }),
    tick: () => {
      if (current !== null) ticks.set([current.id], !ticks.has(current.id))
    },
    tickAll: ticks.all,
    untickAll: ticks.none,
  })
}

/** The first issue from `from` on that stays; at the end of the list, the last one before. */
function nextAfter(items: readonly IssueItem[], from: number, decided: readonly IssueItem[]): IssueItem | undefined {
  const gone = new Set(decided.map(({ id }) => id))
  const stays = ({ id }: IssueItem): boolean => !gone.has(id)
  return items.slice(Math.max(from, 0)).find(stays) ?? items.findLast(stays)
}

function entryOf(issue: IssueItem | undefined): SequenceEntry | null {
  if (issue === undefined) return null
  const [subject] = evidenceOf(issue)
  return { image: issue.image.id, object: subject === undefined ? null : shapeId(subject) }
}

/** The ticked issues, else the current one, by id; all but a few by the query. */
function meantRows(filter: IssueFilter, { rows, isNone }: Ticks, current: IssueItem | null): { ids: number[] } | { query: string } {
  if (isNone) return { ids: current === null ? [] : [current.id] }
  if (!rows.all) return { ids: [...rows.ids] }
  return { query: andAlso(issueQueryText(filter), `id not in (${[...rows.ids, -1].join(', ')})`) }
}

const AT_ONCE = 1000

/** The ticked issues, also those that were never on screen. */
async function tickedIssues(
  transport: Transport,
  scope: Scope,
  filter: IssueFilter,
  ticks: Ticks,
  shown: readonly IssueItem[],
): Promise<readonly IssueItem[]> {
  const atHand = shown.filter(({ id }) => ticks.has(id))
  if (!ticks.rows.all && atHand.length === ticks.rows.ids.size) return atHand
  const found: IssueItem[] = []
  for (let offset = 0; ; offset += AT_ONCE) {
    const page = await transport.search(issueRequest(scope, filter, offset, AT_ONCE))
    found.push(...(page.items as readonly IssueItem[]).filter((item) => isIssue(item) && ticks.has(item.id)))
    if (offset + AT_ONCE >= page.total) return found
  }
}
