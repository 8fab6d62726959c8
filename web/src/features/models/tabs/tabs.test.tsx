import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { FunctionComponent } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { ApiError } from '@/api/transport/errors'
import { fakeProject, fakeTransport } from '@/api/transport/fake'
import type { Transport } from '@/api/transport/transport'
import type { ErrorTypes, Importance, RunComparison, WeakSlice } from '@/api/types'
import { renderAt } from '@/test-app'
import type { TabProps } from '../tab'
import { mayBeChance, signed } from './change'
import { CompareTab } from './compare-tab'
import { ErrorsTab } from './errors-tab'
import { ImportanceList } from './importance-list'

const scope = { dataset: 1, run: 1 }
const thresholds = { iou: 0.5, confidence: 0.3, shape: 'box' } as const

function show(Tab: FunctionComponent<TabProps>, answers: Partial<Transport>) {
  const onOpenItems = vi.fn()
  const transport = fakeTransport({ project: () => Promise.resolve(fakeProject()), classes: () => Promise.resolve([]), ...answers })
  const view = renderAt('/explore', () => <Tab scope={scope} thresholds={thresholds} query="" onOpenItems={onOpenItems} />, transport)
  return { ...view, onOpenItems }
}

const errors: ErrorTypes = {
  ap50: 0.87,
  errors: [
    { kind: 'loc', title: 'Right class, badly placed', count: 552, dap: 0.017 },
    { kind: 'dupe', title: 'Duplicate', count: 0, dap: 0 },
  ],
  special: { fp_dap: 0.078, fn_dap: null },
  reasons: [
    { reason: 'taken', title: 'Taken', count: 2 },
    { reason: 'no_label', title: 'No label', count: 1233 },
  ],
}

const weak: WeakSlice = {
  level: 'prediction',
  query: 'w < 40',
  conditions: ['Width: 2 to 40', 'Class: Mask'],
  count: 80,
  wrong: 40,
  rate: 0.5,
  interval: [0.39, 0.61],
  elsewhere: 0.12,
  excess: 30,
  p_value: 0.001,
}

describe('errors', () => {
  it('are bars in plain words, the field’s term beside them, each the door to its results', async () => {
    const { onOpenItems } = show(ErrorsTab, { errorTypes: () => Promise.resolve(errors), weakSlices: () => Promise.resolve([]) })
    const loose = await screen.findByRole('button', { name: 'Right class, loose box: average precision +0.017, 552 of them' })
    expect(loose.title).toContain('Localisation error')
    await userEvent.click(loose)
    expect(onOpenItems).toHaveBeenLastCalledWith({ cells: '', within: 'error: loc' })
    await userEvent.click(screen.getByRole('button', { name: 'All wrong predictions: average precision +0.078' }))
    expect(onOpenItems).toHaveBeenLastCalledWith({ cells: 'fp,duplicates,confusions' })
  })

  it('that are none open nothing; reasons stand the commonest first', async () => {
    show(ErrorsTab, { errorTypes: () => Promise.resolve(errors), weakSlices: () => Promise.resolve([]) })
    const none = await screen.findByRole<HTMLButtonElement>('button', { name: 'Seen twice: average precision 0, 0 of them' })
    expect(none.disabled).toBe(true)
    const reasons = screen.getByRole('list', { name: 'Reasons' })
    expect([...reasons.querySelectorAll('button')].map((bar) => bar.querySelector('.visually-hidden')?.textContent)).toEqual([
      'Nothing labelled there: 1,233 predictions',
      'Seen twice: 2 predictions',
    ])
  })

  it('in a weak spot open as its wrong predictions', async () => {
    const { onOpenItems } = show(ErrorsTab, { errorTypes: () => Promise.resolve(errors), weakSlices: () => Promise.resolve([weak]) })
    await userEvent.click(await screen.findByRole('button', { name: 'Width: 2 to 40, Class: Mask: 40 of 80 predictions wrong' }))
    expect(onOpenItems).toHaveBeenLastCalledWith({ cells: 'fp,duplicates,confusions', within: 'prediction: w < 40' })
  })

  it('of the server say what happened and how to go on', async () => {
    const answers = [Promise.reject(new ApiError(400, 'query', 'There is no field `brightnes`.', 'Did you mean brightness?')), Promise.resolve(errors)]
    show(ErrorsTab, { errorTypes: () => answers.shift() ?? Promise.resolve(errors), weakSlices: () => Promise.resolve([]) })
    expect(await screen.findByText('Did you mean brightness?')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('Right class, loose box')).toBeTruthy()
  })
})

describe('a change', () => {
  it('may be chance where its interval holds 0, and is not where it does not', () => {
    expect(mayBeChance({ delta: 0.01, low: -0.02, high: 0.04 })).toBe(true)
    expect(mayBeChance({ delta: 0.01, low: 0.002, high: 0.02 })).toBe(false)
    expect(mayBeChance({ delta: null, low: null, high: null })).toBe(true)
    expect(mayBeChance({ delta: -0.2, low: null, high: null })).toBe(false)
  })

  it('has its sign, but for one that rounds to nothing', () => {
    expect([signed(0.0141), signed(-0.5), signed(-0.0001)]).toEqual(['+0.014', '−0.500', '0'])
  })
})

describe('comparison', () => {
  const comparison: RunComparison = {
    a: { run: 1, name: 'reader', predicted: 5, correct: 3 },
    b: { run: 2, name: 'seer', predicted: 6, correct: 4 },
    rows: [{ name: 'f1', title: 'F1', a: 0.5, b: 0.6, delta: 0.1, low: 0.02, high: 0.2 }],
    per_class: [
      { class_id: 3, name: 'Mask', support: 4, f1_a: 0.5, f1_b: 0.52, delta: 0.02 },
      { class_id: 7, name: 'Vest', support: 4, f1_a: 0.9, f1_b: 0.5, delta: -0.4 },
    ],
    fixed: { count: 2, ids: [4, 9], query: null },
    broken: { count: 0, ids: [], query: null },
    cells: { row: [0, 1], column: [0, 2], difference: [1, 2] },
  }

  it('opens labels that were fixed, cells and classes; the largest change stands first', async () => {
    const project = fakeProject()
    const [dataset] = project.datasets
    const runs = [...(dataset?.runs ?? []), { id: 2, name: 'seer', predictions: 6, evaluation: null }]
    const { onOpenItems } = show(CompareTab, {
      project: () => Promise.resolve({ ...project, datasets: project.datasets.map((one) => ({ ...one, runs })) }),
      compareRuns: (run, { other }) => (run === 1 && other === 2 ? Promise.resolve(comparison) : Promise.reject(new Error(`${run} ${other}`))),
    })
    await userEvent.click(await screen.findByRole('button', { name: 'Fixed: 2 labels that seer finds and reader does not' }))
    expect(onOpenItems).toHaveBeenLastCalledWith({ cells: '', within: 'annotation: id in (4, 9)' })
    await userEvent.click(screen.getByRole('button', { name: 'Vest missed: +2' }))
    expect(onOpenItems).toHaveBeenLastCalledWith({ cells: '7.m' })
    const classes = screen.getAllByTitle(/^Show the results of/)
    expect(classes.map(({ textContent }) => textContent?.slice(-4))).toEqual(['Vest', 'Mask'])
    expect(screen.getByRole('row', { name: /F1/ }).textContent).toContain('+0.100')
  })

  it('of one run alone says how to import another', async () => {
    show(CompareTab, {})
    expect(await screen.findByText('There is one run')).toBeTruthy()
    await waitFor(() => expect(screen.getByText(/assay import-predictions/)).toBeTruthy())
  })
})

describe('importance', () => {
  const field = (name: string, p_value: number, spearman: number | null): Importance => ({
    field: name,
    title: name,
    level: 'image',
    mutual_information: 0.2,
    spearman,
    p_value,
    count: 10,
  })

  it('says which way it leans, and what may be chance', async () => {
    const onChoose = vi.fn()
    const ranked = [field('width', 0.001, 0.4), field('y', 0.001, -0.4), field('split', 0.4, null)]
    renderAt('/explore', () => <ImportanceList ranked={ranked} chosen="y" onChoose={onChoose} />, fakeTransport({}))
    const told = (await screen.findAllByRole('button')).map(({ textContent }) => textContent)
    expect(told).toEqual(['widthimagemore is better', 'yimagemore is worse', 'splitimagemay be chance'])
    await userEvent.click(screen.getByRole('button', { name: /^width/ }))
    expect(onChoose).toHaveBeenCalledExactlyOnceWith('width')
  })
})
