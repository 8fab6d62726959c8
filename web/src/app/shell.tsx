import { Outlet } from '@tanstack/react-router'
import { useLayoutEffect } from 'react'
import { coverPage } from '@/actions/registry'
import { VERSION } from '@/lib/base-path'
import { isOfVersions, usePage, usePlace } from '@/state/place'
import { useAppActions } from './app-actions'
import { OnlyNow } from './only-now'
import { OverPage } from './over-page'
import { Rail } from './rail'
import styles from './shell.module.css'
import { Toaster } from './toaster'
import { TopBar } from './top-bar'
import { UndoDialog } from './undo-dialog'
import { useKeys } from './use-keys'
import { useReturn } from './use-return'
import { useRevisionWatch } from './use-revision-watch'
import { VersionBand } from './version-band'

/** The frame around every page: rail, top bar, page, the open image, overlays and messages. */
export function Shell() {
  useAppActions()
  useKeys()
  useRevisionWatch()
  useReturn()
  const image = usePlace((place) => place.image)
  const page = usePage()
  useLayoutEffect(() => coverPage(image !== null), [image])
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
      <OverPage />
      <UndoDialog />
      <Toaster />
    </div>
  )
}
