import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ServerGone } from '@/api/transport/errors'
import { fakeProject, fakeTransport } from '@/api/transport/fake'
import type { Transport } from '@/api/transport/transport'
import type { ImageItem, SearchPage, SearchRequest } from '@/api/types'
import { NOTHING, select, useSelection } from '@/state/selection'
import { renderAt } from '@/test-app'
import { ExplorePage } from './explore-page'
import { PAGE_SIZE } from '@/lib/row-pages'

const image = (id: number): ImageItem => ({ id, name: `${id}.jpg`, width: 64, height: 64, problem: id === 1 ? 'missing' : null, v: '', split: null, labels: 2, predictions: 0, objects: [], sort_value: null })

function page({ query = '', offset = 0, limit = 100 }: SearchRequest, total: number): SearchPage {
  const found = query === '' ? total : 1
  const items = Array.from({ length: Math.max(Math.min(limit, found - offset), 0) }, (_, index) => image(offset + index))
  return { level: 'image', total: found, canonical: query, next_cursor: null, items }
}

function server(total: number, over: Partial<Transport> = {}): { transport: Transport; asked: SearchRequest[] } {
  const asked: SearchRequest[] = []
  const transport = fakeTransport({
    project: () => Promise.resolve(fakeProject(total)),
    classes: () => Promise.resolve([{ id: 7, name: 'Person', labels: 4, predictions: 5, keypoints: [], limbs: [] }]),
    fields: () => Promise.resolve([]),
    facets: () =>
      Promise.resolve([{ kind: 'terms', field: 'annotations.label', title: 'Class', unit: '', missing: 0, distinct: 1, terms: [{ value: 'Person', count: 2, total: 4 }] }]),
    search: (request) => {
      asked.push(request)
      return Promise.resolve(page(request, total))
    },
    imageUrl: ({ id }) => `image/${id}`,
    ...over,
  })
  return { transport, asked }
}

// jsdom lays nothing out; the grid needs a place to be in.
beforeAll(() => {
  const sizes = { clientWidth: 900, clientHeight: 700, offsetWidth: 900, offsetHeight: 700 }
  for (const [name, value] of Object.entries(sizes)) Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value })
  HTMLElement.prototype.scrollTo = () => {}
})

beforeEach(() => {
  localStorage.clear()
  select(NOTHING)
})

describe('Explore', () => {
  test('shows a window of many images and asks for no more pages than it needs', async () => {
    const { transport, asked } = server(100_000)
    renderAt('/explore', ExplorePage, transport)
    const tiles = await screen.findAllByRole('option')
    expect(tiles.length).toBeLessThan(60)
    expect(tiles[0]?.getAttribute('aria-setsize')).toBe('100000')
    await waitFor(() => expect(new Set(asked.map(({ offset }) => offset))).toEqual(new Set([0, PAGE_SIZE])))
  })

  test('a broken image says why', async () => {
    renderAt('/explore', ExplorePage, server(3).transport)
    expect(await screen.findByText('The file is not there')).toBeTruthy()
  })

  test('a class that is ticked becomes a clause of the query', async () => {
    const app = renderAt('/explore?q=width > 5', ExplorePage, server(3).transport)
    await userEvent.click(await screen.findByRole('checkbox', { name: /Person/ }))
    await waitFor(() => expect(app.query('q')).toBe('width > 5 and annotations.label = "Person"'))
  })

  test('the rows of a class are asked for while the pointer rests on it', async () => {
    const { transport, asked } = server(3)
    renderAt('/explore', ExplorePage, transport)
    await userEvent.hover(await screen.findByRole('checkbox', { name: /Person/ }))
    await waitFor(() => expect(asked.map(({ query }) => query)).toContain('annotations.label = "Person"'))
  })

  test('a query that lists nothing says what to do next', async () => {
    const { transport } = server(3, { search: (request) => Promise.resolve({ ...page(request, 0), total: 0, items: [] }) })
    const app = renderAt('/explore?q=width > 5', ExplorePage, transport)
    await userEvent.click(await screen.findByRole('button', { name: /Clear the query/ }))
    await waitFor(() => expect(app.query('q')).toBeNull())
  })

  test('where the server is gone it says so, and tries again when asked', async () => {
    let gone = true
    const { transport } = server(3, { search: (request) => (gone ? Promise.reject(new ServerGone()) : Promise.resolve(page(request, 3))) })
    renderAt('/explore', ExplorePage, transport)
    const alert = await screen.findByRole('alert')
    gone = false
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
    expect(await screen.findAllByRole('option')).toHaveLength(3)
  })

  test('where the server goes, what was shown stays', async () => {
    const { transport } = server(3, { search: (request) => (request.query === '' ? Promise.resolve(page(request, 3)) : Promise.reject(new ServerGone())) })
    renderAt('/explore', ExplorePage, transport)
    await userEvent.click(await screen.findByRole('checkbox', { name: /Person/ }))
    expect(await screen.findByRole('alert')).toBeTruthy()
    expect(screen.getAllByRole('option')).toHaveLength(3)
  })

  test('a tick selects, and all results are selected by their query', async () => {
    const { transport } = server(1_000)
    renderAt('/explore', ExplorePage, transport)
    const [first] = await screen.findAllByRole('option')
    const tick = first?.querySelector('[data-tick]')
    if (tick == null) throw new Error('The tile has no tick.')
    await userEvent.click(tick)
    expect(first?.getAttribute('aria-selected')).toBe('true')
    await userEvent.click(await screen.findByRole('button', { name: 'Select all 1,000' }))
    expect(useSelection.getState().rows.all).toBe(true)
    expect(screen.getByText('1,000 selected')).toBeTruthy()
  })
})
