import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it, vi } from 'vitest'
import { keys } from '@/api/queries'
import { refresh } from './refresh'

it('asks anew what was asked for the first time before the change and is not answered yet', async () => {
  const client = new QueryClient()
  const answers: ((value: string) => void)[] = []
  const queryFn = ({ signal }: { signal: AbortSignal }): Promise<string> =>
    new Promise((resolve, reject) => {
      answers.push(resolve)
      signal.addEventListener('abort', () => reject(new DOMException('', 'AbortError')))
    })
  const observer = new QueryObserver(client, { queryKey: keys.searches, queryFn, retry: false })
  const stop = observer.subscribe(() => {})
  void refresh(client)
  await vi.waitFor(() => expect(answers).toHaveLength(2))
  answers[0]?.('before the change')
  answers[1]?.('after it')
  await vi.waitFor(() => expect(observer.getCurrentResult().data).toBe('after it'))
  expect(observer.getCurrentResult().error).toBeNull()
  stop()
})
