import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { isOwnRevision } from '@/actions/editing'
import { refresh } from '@/actions/refresh'
import { keys, projectQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { VERSION } from '@/lib/base-path'

const EVERY_MS = 4_000

/** Reads the data again when someone else (the shell, a notebook, another window) has changed the project. */
export function useRevisionWatch(): void {
  const client = useQueryClient()
  const { data } = useQuery({ ...projectQuery(useTransport()), refetchInterval: ({ state }) => (VERSION === null || state.status === 'error') && EVERY_MS })
  const known = useRef<string | null>(null)
  const revision = data?.revision
  useEffect(() => {
    if (revision === undefined) return
    const before = known.current
    known.current = revision
    if (before === null || before === revision || isOwnRevision(revision)) return
    void refresh(client, keys.project)
  }, [client, revision])
}
