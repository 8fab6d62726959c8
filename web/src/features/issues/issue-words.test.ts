import { describe, expect, it } from 'vitest'
import type { ImageObject, IssueItem } from '@/api/types'
import { checkFilter, type IssueOrder, issueQueryText, issueRequest, readOrder, readState } from './issue-query'
import { acceptVerb, issueTitle, takesClass } from './issue-title'

const NAMES = ['mask', 'vest']
const name = (id: number | null): string => (id === null ? 'no class' : (NAMES[id] ?? '?'))
const object = (class_id: number): ImageObject => ({ class_id }) as ImageObject
const issue = (part: Partial<IssueItem>): IssueItem =>
  ({
    title: 'The title of the kind',
    label: null,
    prediction: null,
    class_id: null,
    suggestion: null,
    ...part,
  }) as IssueItem

describe('a card', () => {
  it('says what it is about in people’s words', () => {
    expect(issueTitle(issue({ kind: 'missing_object', prediction: object(0) }), name)).toBe('mask without a label')
    expect(issueTitle(issue({ kind: 'wrong_class', label: object(0), prediction: object(1) }), name)).toBe(
      'mask, or vest?',
    )
    expect(issueTitle(issue({ kind: 'duplicate_image' }), name)).toBe('The same image twice')
  })

  it('names a kind it does not know as the detector does', () => {
    expect(issueTitle(issue({ kind: 'my_own' as IssueItem['kind'] }), name)).toBe('The title of the kind')
  })

  it('has a button that says what it does', () => {
    const relabel = { action: 'relabel', verb: 'Change the class', class_id: 1, box: null } as const
    expect(acceptVerb(issue({ suggestion: relabel }), name)).toBe('Change to vest')
    expect(acceptVerb(issue({ suggestion: { ...relabel, action: 'add', verb: 'Add the label' } }), name)).toBe(
      'Add the label',
    )
    expect(acceptVerb(issue({}), name)).toBeNull()
  })

  it('takes a class where there is an object', () => {
    expect(takesClass(issue({ label: object(0) }))).toBe(true)
    expect(takesClass(issue({}))).toBe(false)
  })
})

describe('the list', () => {
  it('is asked for by kind, state and what was typed', () => {
    expect(issueQueryText({ kind: null, state: 'open', text: '' })).toBe('state = "open"')
    expect(issueQueryText({ kind: 'loose_box', state: 'kept', text: ' score < 0.2 or label = "a" ' })).toBe(
      'kind = "loose_box" and state = "kept" and (score < 0.2 or label = "a")',
    )
  })

  it('is ordered as the address says, else by what judging brings', () => {
    const filter = { kind: null, state: 'open', text: '', among: null } as const
    const request = (order: IssueOrder) => issueRequest({ dataset: 1, run: null }, { ...filter, order }, 0)
    expect(request(readOrder(null))).toMatchObject({ sort: 'benefit', descending: true })
    expect(request(readOrder('chance'))).toMatchObject({ sort: 'chance', descending: true })
    expect(request(readOrder('image'))).toMatchObject({ sort: 'image.id' })
  })

  it('of a spot check is asked for at once, whatever its kinds', () => {
    const request = issueRequest({ dataset: 1, run: null }, checkFilter([7, 3]), 0)
    expect(request).toMatchObject({ query: 'state = "open" and (id in (7, 3))', limit: 1000 })
  })

  it('reads nonsense in the address as the default', () => {
    expect([readState('fixed'), readState('nonsense'), readState(null)]).toEqual(['fixed', 'open', 'open'])
  })
})
