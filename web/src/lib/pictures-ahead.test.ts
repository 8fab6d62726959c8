import { expect, test, vi } from 'vitest'
import { withPictures } from './pictures-ahead'

test('the pictures of the first rows are asked for once the rows are there, and those of rows without one are not', async () => {
  const asked: string[] = []
  vi.stubGlobal('Image', class {
    set src(url: string) {
      asked.push(url)
    }
  })
  const rows = Array.from({ length: 40 }, (_, row) => row)
  const queryFn = ({ signal }: { readonly signal: AbortSignal }) => Promise.resolve({ items: signal.aborted ? [] : rows })
  const query = withPictures({ queryKey: ['rows'], queryFn }, (row) => (row === 1 ? null : `/${row}`))
  const page = await query.queryFn({ signal: new AbortController().signal })
  expect(page.items).toBe(rows)
  expect(query.queryKey).toEqual(['rows'])
  expect(asked.slice(0, 2)).toEqual(['/0', '/2'])
  expect(asked.length).toBeLessThan(rows.length)
  vi.unstubAllGlobals()
})
