/** Binds the verbs of the inbox to decisions, the list and the place. */
import { useTransport } from '@/api/transport/context'
import type { Transport } from '@/api/transport/transport'
import { isIssue, type IssueItem, type Scope } from '@/api/types'
import { shapeId } from '@/canvas/shape-of'
import { useGo } from '@/state/place'
import { type SequenceEntry, setSequence } from '@/state/sequence'
import { toast } from '@/state/toasts'
import type { InboxVerbs } from './issue-actions'
import { type IssueFilter, issueRequest } from './issue-query'
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
  readonly pickClass: () => void
}

export function useInboxVerbs({ scope, filter, list, ticks, pickClass }: Bench): InboxVerbs {
  const go = useGo()
  const transport = useTransport()
  const send = useDecide(scope.dataset)
  const { items, at, current } = list

  /** Decides the ticked issues, else the current one; the next card is current at once. */
  const decide = async (decision: Decision['decision'], fits: (issue: IssueItem) => boolean, classId?: number) => {
    const many = ticks.rows.all || ticks.rows.ids.size > 0
    const meant = many ? await tickedIssues(transport, scope, filter, ticks, items) : current === null ? [] : [current]
    const issues = meant.filter(fits)
    if (issues.length === 0) {
      if (many) toast({ tone: 'bad', text: 'None of the ticked suspects can be decided that way.' })
      return
    }
    const gone = new Set(issues.map(({ id }) => id))
    const next =
      items.slice(Math.max(at, 0)).find(({ id }) => !gone.has(id)) ?? items.findLast(({ id }) => !gone.has(id))
    send({ issues, decision, ...(classId === undefined ? {} : { classId }) })
    go({ issue: next?.id ?? null, ...(many ? { sel: '' } : {}) }, { replace: true })
  }

  return {
    accept: () => void decide('accept', ({ suggestion }) => suggestion !== null),
    keep: () => void decide('keep', () => true),
    setClass: (classId) => void decide('relabel', takesClass, classId),
    pickClass,
    step: (by) => {
      const next = items[at + by]
      if (next !== undefined) go({ issue: next.id }, { replace: true })
    },
    open: () => {
      if (current === null) return
      setSequence({ total: items.length, index: at, at: (index) => Promise.resolve(entryOf(items[index])) })
      go({ image: current.image.id, object: entryOf(current)?.object ?? null })
    },
    tick: () => {
      if (current !== null) ticks.set([current.id], !ticks.has(current.id))
    },
    tickAll: ticks.all,
    untickAll: ticks.none,
  }
}

function entryOf(issue: IssueItem | undefined): SequenceEntry | null {
  if (issue === undefined) return null
  const [subject] = evidenceOf(issue)
  return { image: issue.image.id, object: subject === undefined ? null : shapeId(subject) }
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
