import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useActions } from '@/actions/registry'
import { imageQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { useLate } from '@/lib/use-late'
import { useCurrent } from '@/state/current'
import { useGo } from '@/state/place'
import { Button } from '@/ui/button'
import { ErrorState } from '@/ui/messages'
import { Skeleton } from '@/ui/skeleton'
import { takeFocus } from '@/ui/take-focus'
import styles from './detail-overlay.module.css'
import { OpenImage } from './open-image'

/** One image over the page it was opened from; the page stays beneath, as it was. */
export function DetailOverlay({ image }: { readonly image: number }) {
  const current = useCurrent()
  const go = useGo()
  const close = useCallback(() => go({ image: null, object: null, cam: null, window: null }), [go])
  const run = current?.scope.run ?? null
  // All predictions are fetched once; the confidence slider then filters without asking again.
  const { data, error } = useQuery({
    ...imageQuery(useTransport(), image, { run, confidence: 0 }),
    enabled: current !== null,
    // The image before stays until the next one is here: what lies around it does not blink.
    placeholderData: keepPreviousData,
  })
  return (
    // The page beneath is out of reach now: the focus goes where the keys go.
    <section ref={takeFocus} className={styles.overlay} aria-label="Open image" tabIndex={-1}>
      {current !== null && data !== undefined ? (
        <OpenImage detail={data} scope={current.scope} onClose={close} />
      ) : (
        <Waiting error={error} onClose={close} />
      )}
    </section>
  )
}

function Waiting({ error, onClose }: { readonly error: Error | null; readonly onClose: () => void }) {
  const late = useLate(error === null)
  useActions(
    [{ id: 'image.close', label: 'Back to the list', group: 'Image', keys: ['Escape'], perform: onClose }],
    'overlay',
  )
  if (error !== null) {
    const { message, hint } = explain(error)
    const back = (
      <Button keys="Escape" onClick={onClose}>
        Back to the list
      </Button>
    )
    return <ErrorState title={message} hint={hint} actions={back} />
  }
  return <div className={styles.waiting}>{late && <Skeleton width="100%" height="100%" />}</div>
}
