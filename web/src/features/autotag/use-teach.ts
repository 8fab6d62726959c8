import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useEditing } from '@/actions/editing'
import { autotagsQuery } from '@/api/autotag-queries'
import type { Answers, Autotag } from '@/api/autotag-types'
import { useTransport } from '@/api/transport/context'

/** Teaches an autotag. Once the promise is kept, the list of autotags says what became of it, or the server refused. */
export function useTeach(): (autotag: Autotag, answers: Answers) => Promise<void> {
  const client = useQueryClient()
  const transport = useTransport()
  const { change } = useEditing()
  return useCallback(
    async (autotag, answers) => {
      const { queryKey } = autotagsQuery(transport, autotag.dataset)
      const send = async (): ReturnType<typeof change> => {
        const taught = await transport.teachAutotag(autotag.id, answers)
        // A list that was asked for before this answer does not know it, and must not come after it.
        await client.cancelQueries({ queryKey })
        client.setQueryData(queryKey, (all) => all?.map((one) => (one.id === autotag.id ? taught.autotag : one)))
        return taught.change
      }
      await change(send, { quiet: true })
    },
    [client, transport, change],
  )
}
