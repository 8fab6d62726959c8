/** Links that download. */
import { type MouseEvent, useCallback } from 'react'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { toast } from '@/state/toasts'

/**
 * What a click on a link that downloads does: a browser says nothing on the page when nobody answers, so the server is
 * asked for something small first.
 */
export function useDownload(): (event: MouseEvent<HTMLAnchorElement>) => void {
  const transport = useTransport()
  return useCallback(
    (event) => {
      event.preventDefault()
      const { href, download } = event.currentTarget
      transport.project().then(
        () => follow(href, download),
        (error: unknown) => toast({ tone: 'bad', text: explain(error).message, hint: 'Nothing was downloaded. Try again when it answers.' }),
      )
    },
    [transport],
  )
}

/** A link of its own: the one that was clicked left with its menu. */
function follow(href: string, download: string): void {
  const link = document.createElement('a')
  Object.assign(link, { href, download })
  document.body.append(link)
  link.click()
  link.remove()
}
