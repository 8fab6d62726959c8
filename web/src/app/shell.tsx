import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useLayoutEffect } from 'react'
import { coverPage } from '@/actions/registry'
import { VERSION } from '@/lib/base-path'
import { isOfVersions, useGo, usePage, usePlace } from '@/state/place'
import { useOverlay } from '@/state/overlays'
import { offerAutotag, useAutotagOffer } from '@/state/autotag-offer'
import { offerSegment, useSegmentOffer } from '@/state/segment-offer'
import { useAppActions } from './app-actions'
import { OnlyNow } from './only-now'
import { Rail } from './rail'
import styles from './shell.module.css'
import { Toaster } from './toaster'
import { TopBar } from './top-bar'
import { useKeys } from './use-keys'
import { useRevisionWatch } from './use-revision-watch'
import { VersionBand } from './version-band'

const palette = () => import('@/features/help/palette')
const detail = () => import('@/features/detail/detail-overlay')
const Palette = lazy(async () => ({ default: (await palette()).Palette }))
const KeyHelp = lazy(async () => ({ default: (await import('@/features/help/key-help')).KeyHelp }))
const DetailOverlay = lazy(async () => ({ default: (await detail()).DetailOverlay }))

const AddToSegment = lazy(async () => ({ default: (await import('@/features/segments/add-to-segment')).AddToSegment }))
const TeachDialog = lazy(async () => ({ default: (await import('@/features/autotag/teach-dialog')).TeachDialog }))
const ChooseNext = lazy(async () => ({ default: (await import('@/features/acquire/choose-next')).ChooseNext }))

const SOON_MS = 2_000

/** Fetches what a key opens before the key is pressed, once the first page is there. What fails is fetched when it is needed. */
function preload(): () => void {
  const timer = window.setTimeout(() => void Promise.allSettled([palette(), detail()]), SOON_MS)
  return () => window.clearTimeout(timer)
}

/** The frame around every page: rail, top bar, page, the open image, overlays and messages. */
export function Shell() {
  useAppActions()
  useKeys()
  useRevisionWatch()
  const image = usePlace((place) => place.image)
  const page = usePage()
  const go = useGo()
  const choosesNext = usePlace((place) => place.next !== null)
  const overlay = useOverlay((state) => state.open)
  const lesson = useAutotagOffer((state) => state.offer)
  const offer = useSegmentOffer((state) => state.offer)
  useLayoutEffect(() => coverPage(image !== null), [image])
  useEffect(preload, [])
  return (
    <div className={styles.shell} data-version={VERSION !== null}>
      <button type="button" className={styles.skip} onClick={() => document.getElementById('page')?.focus()}>
        Skip to the page
      </button>
      {VERSION !== null && <VersionBand name={VERSION} />}
      <Rail />
      <TopBar />
      {/* Beneath an open image the page rests: it is not there for the keyboard, nor for a screen reader. */}
      <main id="page" className={styles.page} tabIndex={-1} inert={image !== null}>
        {VERSION === null || isOfVersions(page) ? <Outlet /> : <OnlyNow />}
      </main>
      <Suspense>
        {image !== null && <DetailOverlay image={image} />}
        {overlay === 'palette' && <Palette />}
        {overlay === 'help' && <KeyHelp />}
        {choosesNext && image === null && <ChooseNext onClose={() => go({ next: null })} />}
        {offer !== null && <AddToSegment {...offer} onClose={() => offerSegment(null)} />}
        {lesson !== null && <TeachDialog {...lesson} onClose={() => offerAutotag(null)} />}
      </Suspense>
      <Toaster />
    </div>
  )
}
