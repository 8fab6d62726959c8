import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, test } from 'vitest'
import { fakeTransport } from '@/api/transport/fake'
import type { Transport } from '@/api/transport/transport'
import type { AddedItems, AddItemsRequest, Segment, SegmentTemplate } from '@/api/types'
import type { SegmentTarget } from '@/state/segment-offer'
import { useToasts } from '@/state/toasts'
import { renderAt } from '@/test-app'
import { AddToSegment } from './add-to-segment'

const TEMPLATES: SegmentTemplate[] = [
  { kind: 'data_organisation', title: 'Data organisation', meaning: 'rows that belong together', fields: [{ name: 'purpose', title: 'Purpose', form: 'text', choices: [] }] },
  {
    kind: 'collection_campaign',
    title: 'Collection campaign',
    meaning: 'what more is needed of',
    fields: [
      { name: 'target_count', title: 'How many to collect', form: 'count', choices: [] },
      { name: 'notes', title: 'Notes', form: 'text', choices: [] },
    ],
  },
]

const segment = (id: number, name: string, predictions: number | null): Segment => ({
  id,
  dataset: 1,
  name,
  kind: 'data_organisation',
  fields: {},
  level: 'prediction',
  query: `segment = "${name}"`,
  items: predictions === null ? null : { image: 0, annotation: 0, prediction: predictions },
  done: 0,
  total: predictions,
  state: 'triage',
  steps: [],
  assignee: '',
  description: '',
  made_at: null,
})

function shown(segments: Segment[], target: SegmentTarget | (() => Promise<SegmentTarget>) = { prediction: [4, 7] }) {
  const sent: AddItemsRequest[] = []
  const closed: string[] = []
  const answer = (request: AddItemsRequest): AddedItems => {
    const change = { id: 9, kind: 'segment', title: 'Add 2 predictions', rows: 2, undo: null, redo: null, revision: '2' } as const
    return { segment: segment(1, request.name ?? 'known', 2), added: 2, already: 0, change }
  }
  const transport: Partial<Transport> = {
    segments: () => Promise.resolve(segments),
    segmentKinds: () => Promise.resolve(TEMPLATES),
    addToSegment: (request) => {
      sent.push(request)
      return Promise.resolve(answer(request))
    },
  }
  const dialog = () => <AddToSegment scope={{ dataset: 1, run: 3 }} target={target} count={2} onClose={() => closed.push('closed')} />
  return { app: renderAt('/overview', dialog, fakeTransport(transport)), sent, closed }
}

beforeEach(() => useToasts.setState({ toasts: [] }))

test('a new segment has the fields of its kind, and Enter makes it', async () => {
  const { sent, closed } = shown([])
  await userEvent.click(await screen.findByRole('radio', { name: /Collection campaign/ }))
  await userEvent.type(screen.getByRole('spinbutton', { name: 'How many to collect' }), '50')
  await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), ' night {Enter}')
  await waitFor(() => expect(closed).toEqual(['closed']))
  expect(sent).toEqual([{ dataset: 1, image: [], annotation: [], prediction: [4, 7], name: 'night', kind: 'collection_campaign', fields: { target_count: 50 } }])
})

test('without a name nothing is sent', async () => {
  const { sent } = shown([])
  await userEvent.type(await screen.findByRole('textbox', { name: 'Name' }), ' {Enter}')
  expect(sent).toEqual([])
})

test('one that stands is found by a part of its name; queries are not offered', async () => {
  const { sent } = shown([segment(1, 'no mask', 75), segment(2, 'blurred', 3), segment(3, 'mask query', null)])
  await userEvent.click(await screen.findByRole('radio', { name: 'Existing segment (2)' }))
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['blurredData organisation3 predictions', 'no maskData organisation75 predictions'])
  await userEvent.type(screen.getByRole('combobox', { name: 'Find a segment' }), 'MASK{Enter}')
  await waitFor(() => expect(sent).toEqual([{ dataset: 1, image: [], annotation: [], prediction: [4, 7], segment: 1 }]))
})

test('a name that is taken adds to its list, and a query of that name is refused at once', async () => {
  const { sent } = shown([segment(1, 'no mask', 75), segment(3, 'wide', null)])
  const name = await screen.findByRole('textbox', { name: 'Name' })
  await screen.findByRole('radio', { name: 'Existing segment (1)' })
  await userEvent.type(name, 'wide{Enter}')
  expect(screen.getByText(/A saved query has this name/)).toBeTruthy()
  expect(sent).toEqual([])
  await userEvent.clear(name)
  await userEvent.type(name, 'no mask{Enter}')
  await waitFor(() => expect(sent).toEqual([{ dataset: 1, image: [], annotation: [], prediction: [4, 7], segment: 1 }]))
})

test('what is to be added may be named by the server, and the message leads to it', async () => {
  const rows = { dataset: 1, run: 3, level: 'annotation', query: 'area < 9' } as const
  const { app, sent } = shown([], () => Promise.resolve({ rows }))
  await userEvent.type(await screen.findByRole('textbox', { name: 'Name' }), 'tiny{Enter}')
  await waitFor(() => expect(sent[0]?.rows).toEqual(rows))
  await waitFor(() => expect(useToasts.getState().toasts).toHaveLength(1))
  const [told] = useToasts.getState().toasts
  expect([told?.text, told?.action?.label]).toEqual(['Add 2 predictions', 'Undo'])
  told?.link?.perform()
  await waitFor(() => expect([app.page(), app.query('q'), app.query('level')]).toEqual(['/explore', 'segment = "tiny"', 'prediction']))
})
