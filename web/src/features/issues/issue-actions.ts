/** Everything that can be done in the inbox, as actions with keys. */
import { type Action, asEdits } from '@/actions/action'
import { ALIKE_KEYS } from '@/actions/find-look-alikes'
import type { IssueItem } from '@/api/types'
import { amount } from '@/lib/words'

/** Given an issue, a verb is about that one; without, about the ticked ones, else about the current one. */
export interface InboxVerbs {
  accept(issue?: IssueItem): void
  keep(issue?: IssueItem): void
  /** It is an error, which is mended elsewhere. */
  confirm(issue?: IssueItem): void
  setClass(classId: number, issue?: IssueItem): void
  pickClass(issue?: IssueItem): void
  step(by: 1 | -1, from?: IssueItem): void
  open(): void
  /** Shows what looks like the object that the issue speaks of, or like its image. */
  findAlike(issue?: IssueItem): void
  /** Hangs what the listed suspects are about on the wall. */
  review(): void
  /** Adds what the ticked suspects speak of, else the current one, to a segment. */
  segment(ticked: number): void
  tick(): void
  tickAll(): void
  untickAll(): void
}

export interface InboxState {
  /** Is there an open issue to decide? */
  readonly canDecide: boolean
  /** What accepting would do to the current issue: "Add the label"; null where nothing is suggested. */
  readonly verb: string | null
  readonly takesClass: boolean
  readonly classes: readonly { readonly id: number; readonly name: string }[]
  /** How many are ticked: the verbs then act on all of them. */
  readonly ticked: number
}

export function inboxActions(state: InboxState, verbs: InboxVerbs): Action[] {
  return [...asEdits(decisions(state, verbs)), ...moves(state, verbs)]
}

function decisions({ canDecide, verb, takesClass, classes, ticked }: InboxState, verbs: InboxVerbs): Action[] {
  const many = ticked > 0
  const group = 'Issues'
  const byClass = (): boolean => canDecide && (many || takesClass)
  const numbered = classes.slice(0, 9).map(({ id, name }, index): Action => ({
    id: `issue.class.${index + 1}`,
    label: many ? `Give ${amount(ticked, 'suspect')} the class ${name}` : `It is ${name}`,
    group,
    keys: [String(index + 1)],
    when: byClass,
    perform: () => verbs.setClass(id),
  }))
  return [
    {
      id: 'issue.accept',
      label: many ? `Accept ${amount(ticked, 'fix', 'fixes')}` : (verb ?? 'Accept the suggested fix'),
      group,
      keys: ['a'],
      keywords: 'fix suggestion',
      when: () => canDecide && (many || verb !== null),
      perform: () => verbs.accept(),
    },
    {
      id: 'issue.keep',
      label: many ? `Keep ${amount(ticked, 'label')}: not errors` : 'Not an error',
      group,
      keys: ['k'],
      keywords: 'keep dismiss',
      when: () => canDecide,
      perform: () => verbs.keep(),
    },
    {
      id: 'issue.confirm',
      label: many ? `${amount(ticked, 'suspect')} are errors; mend them elsewhere` : 'An error; mend it elsewhere',
      group,
      keys: ['y'],
      keywords: 'confirm real error yes',
      when: () => canDecide,
      perform: () => verbs.confirm(),
    },
    {
      id: 'issue.class',
      label: 'Give another class',
      group,
      keys: ['c'],
      when: byClass,
      perform: () => verbs.pickClass(),
    },
    ...numbered,
    { id: 'issue.segment', label: many ? `Add what ${amount(ticked, 'suspect')} speak of to a segment` : 'Add what it speaks of to a segment', group, keys: ['shift+s'], keywords: 'keep bucket quality', when: () => many || verb !== null || canDecide, perform: () => verbs.segment(ticked) },
  ]
}

function moves({ ticked }: InboxState, verbs: InboxVerbs): Action[] {
  const group = 'Issues'
  return [
    {
      id: 'issue.next',
      label: 'Skip to the next suspect',
      group,
      keys: ['j', 's', 'ArrowDown'],
      perform: () => verbs.step(1),
    },
    { id: 'issue.previous', label: 'Previous suspect', group, keys: ['ArrowUp'], perform: () => verbs.step(-1) },
    { id: 'issue.alike', label: 'Find look-alikes', group, keys: [ALIKE_KEYS], keywords: 'similar neighbours', perform: () => verbs.findAlike() },
    { id: 'issue.open', label: 'Open the image', group, keys: ['o'], perform: verbs.open },
    { id: 'issue.review', label: 'Review these suspects on the wall', group, keys: ['r'], keywords: 'crops marks', edits: true, perform: verbs.review },
    { id: 'issue.tick', label: 'Tick the suspect', group, keys: ['x'], perform: verbs.tick },
    { id: 'issue.tick-all', label: 'Tick all suspects of the list', group, keys: ['mod+a'], perform: verbs.tickAll },
    {
      id: 'issue.untick-all',
      label: 'Untick all',
      group,
      keys: ['Escape'],
      when: () => ticked > 0,
      perform: verbs.untickAll,
    },
  ]
}
