import { expect, it, vi } from 'vitest'
import type { Transport } from '@/api/transport/transport'
import type { Project } from '@/api/types'
import { askAhead } from './ahead'
import { makeClient } from './client'

const run = { id: 4, name: 'model', predictions: 7, evaluation: null }
const project = { datasets: [{ id: 3, name: 'toy', images: 2, annotations: 5, runs: [run] }] } as unknown as Project

function asked(address: string, answer: () => Promise<Project> = () => Promise.resolve(project)) {
  const transport = { project: vi.fn(answer), classes: vi.fn(() => Promise.resolve([])), search: vi.fn(() => Promise.resolve({ total: 0, items: [] })) }
  const { pathname, search } = new URL(address, 'http://localhost')
  return { transport, done: askAhead(makeClient(), transport as unknown as Transport, { pathname, search }) }
}

it('asks for the first rows of the address as soon as the project is known', async () => {
  const { transport, done } = asked('/tools/explore?q=width+%3E+5&level=annotation')
  await done
  expect(transport.classes).toHaveBeenCalledWith({ dataset: 3, run: 4 }, expect.anything())
  expect(transport.search).toHaveBeenCalledWith(expect.objectContaining({ dataset: 3, run: 4, level: 'annotation', query: 'width > 5', offset: 0 }), expect.anything())
})

it('asks nothing of an empty project', async () => {
  const { transport, done } = asked('/explore', () => Promise.resolve({ ...project, datasets: [] }))
  await done
  expect(transport.search).not.toHaveBeenCalled()
})
