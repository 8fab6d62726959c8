import { showOverlay } from '@/state/overlays'
import { VERSION } from '@/lib/base-path'
import { classNames } from '@/lib/class-names'
import { isOfVersions, type Page } from '@/state/place'
import { PlaceLink } from '@/state/place-link'
import { Icon, type IconName } from '@/ui/icon'
import styles from './rail.module.css'

interface Stop {
  readonly page: Page
  readonly name: string
  readonly icon: IconName
}

export const STOPS: readonly Stop[] = [
  { page: 'overview', name: 'Overview', icon: 'overview' },
  { page: 'explore', name: 'Explore', icon: 'explore' },
  { page: 'issues', name: 'Issues', icon: 'issues' },
  { page: 'models', name: 'Models', icon: 'models' },
  { page: 'map', name: 'Map', icon: 'map' },
  { page: 'review', name: 'Review', icon: 'check' },
  { page: 'segments', name: 'Segments', icon: 'bookmark' },
  { page: 'metrics', name: 'Metrics', icon: 'metrics' },
  { page: 'autotags', name: 'Autotags', icon: 'tag' },
  { page: 'history', name: 'History', icon: 'history' },
]

/** The pages of the app, down the left side. */
export function Rail() {
  return (
    <nav className={styles.rail} aria-label="Pages">
      <PlaceLink page="overview" className={styles.logo} aria-label="Assay: overview">
        A
      </PlaceLink>
      {STOPS.map((stop) => (
        <RailLink key={stop.page} {...stop} />
      ))}
      <span className={styles.gap} />
      <button type="button" className={styles.stop} onClick={() => showOverlay('help')}>
        <Icon name="help" size={20} />
        Keys
      </button>
      <RailLink page="settings" name="Settings" icon="settings" />
    </nav>
  )
}

function RailLink({ page, name, icon }: Stop) {
  const isOff = VERSION !== null && !isOfVersions(page)
  return (
    <PlaceLink page={page} className={classNames(styles.stop, isOff && styles.off)} {...(isOff && { title: 'No version keeps reviews: this is of the project as it is now' })}>
      <Icon name={icon} size={20} />
      {name}
    </PlaceLink>
  )
}
