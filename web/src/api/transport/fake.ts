/** A transport without a server, for tests: it answers what it was given answers for, and refuses the rest by name. */
import type { Project } from '@/api/types'
import type { Transport } from './transport'

/** Every verb that is not in `answers` fails, and says which one was asked. */
export function fakeTransport(answers: Partial<Transport>): Transport {
  return new Proxy(answers, {
    get: (target, name: string) =>
      Reflect.get(target, name) ?? (() => Promise.reject(new Error(`The fake transport has no answer to ${name}.`))),
  }) as Transport
}

/** A project with one dataset of `images` images and one run. */
export function fakeProject(images = 3): Project {
  const run = { id: 1, name: 'reader', predictions: 5, evaluation: null }
  const dataset = { id: 1, name: 'toy', task: 'detection', images, annotations: 4, splits: [], runs: [run] } as const
  return { name: 'toy', folder: '/data/toy.assay', version: '0', revision: '1', author: 'ada', datasets: [{ ...dataset, splits: [], runs: [run] }], undo: null, redo: null, at: null }
}
