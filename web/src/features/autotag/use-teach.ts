import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { useEditing } from '@/actions/editing'
import { autotagsQuery } from '@/api/autotag-queries'
import type { Answers, Autotag, TaughtAutotag } from '@/api/autotag-types'
import { useTransport } from '@/api/transport/context'

/** Teaches an autotag; the list of autotags says at once what became of it. False where the server refused. */
export function useTeach(): (autotag: Autotag, answers: Answers) => Promise<boolean> {
  const client = useQueryClient()
  const transport = useTransport()
  const { change } = useEditing()
  const newest = useRef(0)
  return useCallback(
    async (autotag, answers) => {
      const reply: { taught: TaughtAutotag | null } = { taught: null }
      await change(
        async () => {
          reply.taught = await transport.teachAutotag(autotag.id, answers)
          return reply.taught.change
        },
        { quiet: true },
      )
      const { taught } = reply
      if (taught === null) return false
      // Of answers that were given in quick succession the replies may change places: the last one knows them all.
      const at = taught.change?.id ?? newest.current
      if (at < newest.current) return true
      newest.current = at
      client.setQueryData(autotagsQuery(transport, autotag.dataset).queryKey, (all) => all?.map((one) => (one.id === autotag.id ? taught.autotag : one)))
      return true
    },
    [client, transport, change],
  )
}
