import { Outlet } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { usePlace } from '@/state/place'
import { useOverlay } from '@/state/overlays'
import { useAppActions } from './app-actions'
import { Rail } from './rail'
import styles from './shell.module.css'
import { Toaster } from './toaster'
import { TopBar } from './top-bar'
import { useKeys } from './use-keys'
import { useRevisionWatch } from './use-revision-watch'

const Palette = lazy(async () => ({ default: (await import('@/features/help/palette')).Palette }))
const KeyHelp = lazy(async () => ({ default: (await import('@/features/help/key-help')).KeyHelp }))
const DetailOverlay = lazy(async () => ({ default: (await import('@/features/detail/detail-overlay')).DetailOverlay }))

/** The frame around every page: rail, top bar, page, the open image, overlays and messages. */
export function Shell() {
  useAppActions()
  useKeys()
  useRevisionWatch()
  const image = usePlace((place) => place.image)
  const overlay = useOverlay((state) => state.open)
  return (
    <div className={styles.shell}>
      <button type="button" className={styles.skip} onClick={() => document.getElementById('page')?.focus()}>
        Skip to the page
      </button>
      <Rail />
      <TopBar />
      {/* Beneath an open image the page rests: it is not there for the keyboard, nor for a screen reader. */}
      <main id="page" className={styles.page} tabIndex={-1} inert={image !== null}>
        <Outlet />
      </main>
      <Suspense>
        {image !== null && <DetailOverlay image={image} />}
        {overlay === 'palette' && <Palette />}
        {overlay === 'help' && <KeyHelp />}
      </Suspense>
      <Toaster />
    </div>
  )
}
