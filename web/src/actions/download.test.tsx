import { fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ServerGone } from '@/api/transport/errors'
import type { Transport } from '@/api/transport/transport'
import { useToasts } from '@/state/toasts'
import { renderAt } from '@/test-app'
import { useDownload } from './download'

function Link() {
  return (
    <a href="/api/exports/coco" download onClick={useDownload()}>
      COCO
    </a>
  )
}

/** Shows the link and clicks it; the addresses that the browser would follow. */
async function clicked(project: () => Promise<unknown>): Promise<string[]> {
  const followed: string[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    followed.push(new URL(this.href).pathname)
  })
  renderAt('/overview', Link, { project } as unknown as Transport)
  fireEvent.click(await screen.findByText('COCO'))
  return followed
}

afterEach(() => {
  vi.restoreAllMocks()
  useToasts.setState({ toasts: [] })
})

describe('a link that downloads', () => {
  it('says so where nobody answers, and follows nothing', async () => {
    const followed = await clicked(() => Promise.reject(new ServerGone()))
    await waitFor(() => expect(useToasts.getState().toasts).toMatchObject([{ tone: 'bad', text: 'The Assay server does not answer.' }]))
    expect(followed).toEqual([])
  })

  it('is followed where the server answers', async () => {
    const followed = await clicked(() => Promise.resolve({}))
    await waitFor(() => expect(followed).toEqual(['/api/exports/coco']))
    expect(useToasts.getState().toasts).toEqual([])
  })
})
