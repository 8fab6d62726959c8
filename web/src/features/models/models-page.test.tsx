import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import { fakeProject, fakeTransport } from '@/api/transport/fake'
import type { Transport } from '@/api/transport/transport'
import type { MetricsRequest, ModelMetrics, ResultsRequest } from '@/api/types'
import { renderAt } from '@/test-app'
import { ModelsPage } from './models-page'

const NONE = { precision: null, recall: null, f1: null }

const metricsAt = ({ iou, confidence }: MetricsRequest): ModelMetrics => ({
  iou,
  confidence,
  shape: 'box',
  shapes: ['box'],
  images: 3,
  milliseconds: 3,
  classes: [{ id: 10, name: 'cat' }],
  cells: { row: [0, 1], column: [0, 0], count: [5, Math.round(confidence * 100)] },
  counts: { correct: 5, confusion: 0, background: 2, duplicate: 0, missed: 0, ignored: 0 },
  per_class: [{ class_id: 10, name: 'cat', support: 5, predicted: 7, correct: 5, precision: 5 / 7, recall: 1, f1: 0.8 }],
  averages: { macro: NONE, weighted: NONE, micro: NONE },
})

function show(address: string, answers: Partial<Transport> = {}) {
  const transport = fakeTransport({
    project: async () => fakeProject(),
    classes: async () => [{ id: 10, name: 'cat', labels: 5, predictions: 7, keypoints: [], limbs: [] }],
    metrics: async (_, request) => metricsAt(request),
    results: async () => ({ total: 0, items: [] }),
    averagePrecision: async () => ({ per_class: [] }) as never,
    ...answers,
  })
  return renderAt(address, ModelsPage, transport)
}

/** Answers that are given when the test says so. */
function heldMetrics() {
  const asked: { readonly request: MetricsRequest; readonly answer: () => void }[] = []
  const metrics: Transport['metrics'] = (_, request) =>
    new Promise((resolve) => {
      asked.push({ request, answer: () => resolve(metricsAt(request)) })
    })
  return { asked, metrics }
}

describe('the Models page', () => {
  test('V1.1: without a run it offers one, and asks for nothing', async () => {
    const { query } = show('/models?run=0', { metrics: () => Promise.reject(new Error('asked')) })
    await userEvent.click(await screen.findByRole('button', { name: 'reader' }))
    await waitFor(() => expect(query('run')).toBe('1'))
  })

  test('one question is under way at a time, and the next one carries the newest thresholds', async () => {
    const { asked, metrics } = heldMetrics()
    const { page } = show('/models', { metrics })
    const field = await screen.findByRole('textbox', { name: 'Confidence' })
    await waitFor(() => expect(asked.length).toBe(1))
    for (const typed of ['0.3', '0.4', '0.5']) {
      await userEvent.clear(field)
      await userEvent.type(field, typed)
    }
    expect(asked.length).toBe(1)
    asked[0]?.answer()
    await waitFor(() => expect(asked.length).toBe(2))
    expect(asked[1]?.request.confidence).toBe(0.5)
    // The numbers from before stay until the new ones are there.
    expect(screen.getByRole('button', { name: 'False positives 25' })).toBeTruthy()
    asked[1]?.answer()
    await screen.findByRole('button', { name: 'False positives 50' })
    expect(page()).toBe('/models')
  })

  test('V1.3: what is out of range is refused and told, and the threshold stays', async () => {
    const { query } = show('/models?conf=0.8')
    const field = await screen.findByRole('textbox', { name: 'Confidence' })
    await userEvent.clear(field)
    await userEvent.type(field, '7')
    expect((await screen.findByRole('alert')).textContent).toContain('between 0 and 1')
    expect(query('conf')).toBe('0.8')
    await userEvent.tab()
    expect((field as HTMLInputElement).value).toBe('0.80')
  })

  test('V1.3: the arrows go to the next round step, and stop at the ends', async () => {
    const { query } = show('/models?conf=0.97&iou=0.52')
    await userEvent.click(await screen.findByRole('button', { name: 'Raise Confidence' }))
    await waitFor(() => expect(query('conf')).toBe('1'))
    await userEvent.click(screen.getByRole('button', { name: 'Raise Confidence' }))
    await userEvent.click(screen.getByRole('button', { name: 'Lower IoU' }))
    await waitFor(() => expect(query('iou')).toBeNull())
    expect(query('conf')).toBe('1')
  })

  test('lit cells are asked for as rows, columns and cells; the order and the slice go along', async () => {
    const requests: ResultsRequest[] = []
    const results: Transport['results'] = async (_, request) => {
      requests.push(request)
      return { total: 0, items: [] }
    }
    show('/models?cells=fp&order=iou-up&q=split%3D"val"&within=reason%3A+taken', { results })
    await waitFor(() => expect(requests.at(-1)).toMatchObject({ cells: [[1, null]], order: 'iou', descending: false, query: 'split="val"', within: 'reason: taken' }))
  })

  test('a refused question leaves a way to ask again', async () => {
    let refused = true
    const metrics: Transport['metrics'] = (_, request) => (refused ? Promise.reject(new Error('The images are gone.')) : Promise.resolve(metricsAt(request)))
    show('/models', { metrics })
    await screen.findByText('The images are gone.')
    refused = false
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await screen.findByRole('button', { name: 'Correct 5' })
  })
})
