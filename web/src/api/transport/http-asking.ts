/** How the transport asks: what comes back, and what went wrong on the way. */
import type createClient from 'openapi-fetch'
import type { paths } from '@/api/generated/schema'
import { apiError, ServerGone } from './errors'

export type HttpClient = ReturnType<typeof createClient<paths>>

interface Reply<T> {
  readonly data?: T
  readonly error?: unknown
  readonly response: Response
}

/** The answer, or why there is none. */
export async function settle<T>(reply: Promise<Reply<T>>): Promise<T> {
  let settled: Reply<T>
  try {
    settled = await reply
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ServerGone()
  }
  const { response } = settled
  if (!response.ok) {
    // A proxy whose server is gone answers in its place.
    if (response.status === 502 || response.status === 504) throw new ServerGone()
    throw apiError(response.status, settled.error)
  }
  return settled.data as T
}

export const optional = (signal: AbortSignal | undefined): { signal?: AbortSignal } => (signal === undefined ? {} : { signal })

export function withRun(run: number | null): { run?: number } {
  return run === null ? {} : { run }
}

/** An address under the folder where the app is mounted. */
export function address(base: string, path: string, query: Readonly<Record<string, string | number>>): string {
  const text = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)])).toString()
  return `${base}${path}${text === '' ? '' : `?${text}`}`
}
