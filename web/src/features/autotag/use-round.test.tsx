import { useQuery } from '@tanstack/react-query'
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { actionFor, useActions } from '@/actions/registry'
import { autotagsQuery } from '@/api/autotag-queries'
import type { Autotag } from '@/api/autotag-types'
import { useTransport } from '@/api/transport/context'
import { fakeTransport } from '@/api/transport/fake'
import type { Transport } from '@/api/transport/transport'
import { renderAt } from '@/test-app'
import { useRound } from './use-round'

const IDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** A server that takes a while for every list, and says in it what stood when it was asked. */
function slowServer(listMs: number) {
  const taught: number[] = []
  const autotag = (): Autotag => ({ id: 1, dataset: 1, name: 'wheel', field: 'autotag.image.wheel', level: 'image', yes: [99], no: [...taught], ready: true, scored: 0, tagged: 0, bins: [] })
  const transport: Partial<Transport> = {
    autotags: async () => {
      const standing = [autotag()]
      await after(listMs)
      return standing
    },
    autotagRound: () => Promise.resolve(IDS),
    teachAutotag: async (_, { no = [] }) => {
      await after(2)
      const isNew = !taught.includes(no[0] ?? 0)
      if (isNew) taught.push(...no)
      return { autotag: autotag(), change: isNew ? { id: taught.length, kind: 'autotag', title: 'Teach', rows: 1, undo: null, redo: null, revision: String(taught.length) } : null }
    },
  }
  return { taught, transport: fakeTransport(transport) }
}

function Page() {
  const autotag = useQuery(autotagsQuery(useTransport(), 1)).data?.[0]
  return autotag === undefined ? null : <Asked autotag={autotag} />
}

function Asked({ autotag }: { readonly autotag: Autotag }) {
  const { question, answers, answer } = useRound(autotag)
  useActions([{ id: 'no', label: 'No', group: 'Selection', keys: ['n'], when: () => question !== null, perform: () => answer('no') }])
  seen.push(question)
  return <p>{question === null ? `done ${answers.size}` : `question ${question}`}</p>
}

const seen: (number | null)[] = []
/** As the app hears keys. */
const listen = (event: KeyboardEvent): void => actionFor(event)?.perform()
beforeEach(() => {
  seen.length = 0
  window.addEventListener('keydown', listen)
})
afterEach(() => window.removeEventListener('keydown', listen))

test.each([0, 1, 5, 12, 30])('no key is lost however fast they come and however late a list (%i ms)', async (listMs) => {
  const { taught, transport } = slowServer(listMs)
  renderAt('/overview', Page, transport)
  await screen.findByText('question 1')
  for (let at = 0; at < IDS.length; at++) {
    fireEvent.keyDown(document.body, { key: 'n' })
    await after(3)
  }
  await waitFor(() => expect(taught).toHaveLength(IDS.length))
  await after(listMs + 10)
  expect(taught).toEqual(IDS)
  expect(screen.queryByText('done 12')).not.toBeNull()
  const questions = seen.filter((one) => one !== null)
  expect(questions).toEqual(questions.toSorted((a, b) => a - b))
})
