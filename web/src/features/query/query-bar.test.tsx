import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, describe, expect, test } from 'vitest'
import { fakeProject, fakeTransport } from '@/api/transport/fake'
import type { QueryCheck } from '@/api/types'
import { renderAt } from '@/test-app'
import { QueryBar } from './query-bar'
import { completionSuggestions } from './suggestion'

const right = (query: string): QueryCheck => ({ ok: true, canonical: query.toLowerCase(), tokens: [], error: null, total: 12 })
const wrong: QueryCheck = {
  ok: false,
  canonical: null,
  tokens: [],
  error: { code: 'query-name', message: 'Images have no field `widht`.', hint: 'Did you mean `width`?', span: [0, 5] },
  total: null,
}

const transport = fakeTransport({
  project: () => Promise.resolve(fakeProject()),
  checkQuery: ({ query = '' }) => Promise.resolve(query.includes('widht') ? wrong : right(query)),
  completeQuery: ({ query = '', cursor }) =>
    Promise.resolve(query.endsWith('wi') ? [{ start: cursor - 2, end: cursor, insert: 'width', kind: 'field', detail: 'in pixels' }] : []),
})

const field = (): Promise<HTMLInputElement> => screen.findByRole('combobox', { name: 'Query' })

describe('query bar', () => {
  beforeEach(() => localStorage.clear())

  test('Enter puts the query into the URL; a page that lists nothing hands it over to Explore', async () => {
    const app = renderAt('/overview', QueryBar, transport)
    await userEvent.type(await field(), 'width > 5{Enter}')
    await waitFor(() => expect(app.query('q')).toBe('width > 5'))
    expect(app.page()).toBe('/explore')
  })

  test('Tab takes the first way to go on', async () => {
    renderAt('/explore', QueryBar, transport)
    const input = await field()
    await userEvent.type(input, 'wi')
    expect(await screen.findByRole('option', { name: /width/ })).toBeTruthy()
    await userEvent.keyboard('{Tab}')
    expect(input.value).toBe('width ')
    expect(document.activeElement).toBe(input)
  })

  test('the server says how many a query lists, and how it reads it', async () => {
    renderAt('/explore', QueryBar, transport)
    await userEvent.type(await field(), 'WIDTH > 5')
    expect(await screen.findByText('12 images')).toBeTruthy()
    expect(screen.getByRole('status').textContent).toContain('width > 5')
  })

  test('a wrong query is not applied; what is wrong and what would do stands under it', async () => {
    const app = renderAt('/explore', QueryBar, transport)
    const input = await field()
    await userEvent.type(input, 'widht > 5')
    const wrong = await screen.findByText('widht', { selector: 'code' }, { timeout: 3000 })
    expect(wrong.parentElement?.textContent).toBe('Images have no field widht.')
    expect(screen.getByText('width', { selector: 'code' }).parentElement?.textContent).toBe('Did you mean width?')
    await userEvent.keyboard('{Enter}')
    expect(app.query('q')).toBeNull()
    expect(input.getAttribute('aria-invalid')).toBe('true')
  })

  test('Escape gives back the query that is in force', async () => {
    renderAt('/explore?q=height > 1', QueryBar, transport)
    const input = await field()
    await waitFor(() => expect(input.value).toBe('height > 1'))
    await userEvent.type(input, ' and')
    await userEvent.keyboard('{Escape}')
    expect(input.value).toBe('height > 1')
    expect(document.activeElement).not.toBe(input)
  })

  test('earlier queries are offered while nothing is written', async () => {
    localStorage.setItem('assay.queries', JSON.stringify(['split = "train"']))
    const app = renderAt('/explore', QueryBar, transport)
    await userEvent.click(await field())
    await userEvent.click(await screen.findByRole('option', { name: /split/ }))
    await userEvent.keyboard('{Enter}')
    await waitFor(() => expect(app.query('q')).toBe('split = "train"'))
  })
})

describe('a completion', () => {
  test('replaces its own range and leaves the rest alone', () => {
    const [first] = completionSuggestions('a = 1 and wi > 2', [{ start: 10, end: 12, insert: 'width', kind: 'field', detail: '' }])
    expect(first?.take()).toEqual({ text: 'a = 1 and width > 2', cursor: 15 })
  })
})
