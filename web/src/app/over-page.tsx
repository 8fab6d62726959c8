import { CatchBoundary } from '@tanstack/react-router'
import { lazy, Suspense, useEffect } from 'react'
import { Mishap } from '@/actions/mishap'
import { useActions } from '@/actions/registry'
import { fetched } from '@/lib/code'
import { offerAutotag, useAutotagOffer } from '@/state/autotag-offer'
import { showOverlay, useOverlay } from '@/state/overlays'
import { useGo, usePlace } from '@/state/place'
import { offerSegment, useSegmentOffer } from '@/state/segment-offer'
import { Button } from '@/ui/button'
import styles from './shell.module.css'

const palette = () => import('@/features/help/palette')
const detail = () => import('@/features/detail/detail-overlay')
const Palette = lazy(fetched(async () => ({ default: (await palette()).Palette })))
const KeyHelp = lazy(fetched(async () => ({ default: (await import('@/features/help/key-help')).KeyHelp })))
const DetailOverlay = lazy(fetched(async () => ({ default: (await detail()).DetailOverlay })))

const AddToSegment = lazy(fetched(async () => ({ default: (await import('@/features/segments/add-to-segment')).AddToSegment })))
const TeachDialog = lazy(fetched(async () => ({ default: (await import('@/features/autotag/teach-dialog')).TeachDialog })))
const ChooseNext = lazy(fetched(async () => ({ default: (await import('@/features/acquire/choose-next')).ChooseNext })))

const SOON_MS = 2_000

/** Fetches what a key opens before the key is pressed, once the first page is there. What fails is fetched when it is needed. */
function preload(): () => void {
  const timer = window.setTimeout(() => void Promise.allSettled([palette(), detail()]), SOON_MS)
  return () => window.clearTimeout(timer)
}

/** What opens over the page: an image, dialogs, the palette and the keys. */
export function OverPage() {
  const go = useGo()
  const image = usePlace((place) => place.image)
  const choosesNext = usePlace((place) => place.next !== null)
  const overlay = useOverlay((state) => state.open)
  const lesson = useAutotagOffer((state) => state.offer)
  const offer = useSegmentOffer((state) => state.offer)
  useEffect(preload, [])
  const open = [image !== null, choosesNext, overlay, lesson !== null, offer !== null].join()
  return (
    <CatchBoundary getResetKey={() => open} errorComponent={Fallen}>
      <Suspense>
        {image !== null && <DetailOverlay image={image} />}
        {overlay === 'palette' && <Palette />}
        {overlay === 'help' && <KeyHelp />}
        {choosesNext && image === null && <ChooseNext onClose={() => go({ next: null })} />}
        {offer !== null && <AddToSegment {...offer} onClose={() => offerSegment(null)} />}
        {lesson !== null && <TeachDialog {...lesson} onClose={() => offerAutotag(null)} />}
      </Suspense>
    </CatchBoundary>
  )
}

/** In place of what could not be opened. The page beneath stays as it is, with what was typed there. */
function Fallen({ error }: { readonly error: unknown }) {
  const go = useGo()
  const close = (): void => {
    showOverlay(null)
    offerSegment(null)
    offerAutotag(null)
    go({ image: null, next: null })
  }
  useActions([{ id: 'fallen.close', label: 'Back to the page', group: 'Go to', keys: ['Escape'], perform: close }], 'overlay')
  return (
    <section className={styles.fallen} aria-label="Not opened">
      <Mishap error={error} byItself={false} actions={<Button keys="Escape" onClick={close}>Back to the page</Button>} />
    </section>
  )
}
