import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import { useActions } from '@/actions/registry'
import { projectQuery } from '@/api/queries'
import { explain } from '@/api/transport/errors'
import { useTransport } from '@/api/transport/context'
import { NOW_PATH } from '@/lib/base-path'
import { momentOf } from '@/lib/times'
import { usePage } from '@/state/place'
import { Icon } from '@/ui/icon'
import { Kbd } from '@/ui/kbd'
import styles from './version-band.module.css'

interface VersionBandProps {
  readonly name: string
}

/** Over every page while one looks at a version: which one, that nothing can be changed, and the way back. */
export function VersionBand({ name }: VersionBandProps) {
  const { data, error } = useQuery(projectQuery(useTransport()))
  const now = useAddressOfNow()
  useActions([{ id: 'version.back', label: 'Back to now', group: 'History', keys: ['shift+b'], keywords: 'version leave present', perform: () => window.location.assign(now) }], 'app')
  const at = data?.at ?? null
  return (
    <section className={styles.band} aria-label="Version">
      <Icon name="history" />
      {error === null ? (
        <p title={at?.note}>
          You look at version <b>“{name}”</b>
          {at !== null && ` of ${momentOf(at.at)}`}. Nothing can be changed here.
        </p>
      ) : (
        <p role="alert">{explain(error).message} It may have been let go.</p>
      )}
      <a className={styles.back} href={now}>
        Back to now <Kbd keys="Shift B" />
      </a>
    </section>
  )
}

/** The same place in the project as it is now. */
export function useAddressOfNow(): string {
  const page = usePage()
  const search = useLocation({ select: ({ searchStr }) => searchStr })
  return `${NOW_PATH}${page}${search}`
}
