import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ImageDifferences } from '@/actions/image-differences'
import { diffPagesQuery, versionsQuery } from '@/api/version-queries'
import { NOW, type VersionDiff } from '@/api/version-types'
import { useTransport } from '@/api/transport/context'
import { SHOWN, VERSION } from '@/lib/base-path'
import { number } from '@/lib/words'
import { useGo, usePlace } from '@/state/place'
import { LABEL_CHANGES, type LabelChange } from '@/state/label-changes'
import { Button } from '@/ui/button'
import { EmptyState } from '@/ui/messages'
import { Tabs } from '@/ui/tabs'
import { Told } from '@/actions/told'
import { Differences } from './differences'
import styles from './versions.module.css'

const WAITING_PX = 480

/** Two versions, or one and now, held against each other. */
export function Compare({ dataset }: { readonly dataset: number }) {
  const asked = useQuery(versionsQuery(useTransport()))
  return (
    <Told asked={asked} height={WAITING_PX}>
      {(versions) => {
        // A version that is looked at stands in the place of now.
        const names = versions.map(({ name }) => name).filter((name) => name !== VERSION)
        return names.length === 0 ? <NothingToCompare /> : <Comparison dataset={dataset} names={names} />
      }}
    </Told>
  )
}

function Comparison({ dataset, names }: { readonly dataset: number; readonly names: readonly string[] }) {
  const go = useGo()
  // The other tab also knows states that are no versions.
  const known = (name: string | null): string | null => (name === NOW || names.includes(name ?? '') ? name : null)
  const before = known(usePlace((place) => place.reference)) ?? names.at(-1) ?? NOW
  const after = known(usePlace((place) => place.compared)) ?? NOW
  const asked = usePlace((place) => place.kind)
  const kind = LABEL_CHANGES.find((change) => change === asked) ?? null
  const found = useInfiniteQuery(diffPagesQuery(useTransport(), { dataset, before, after, kind }))
  return (
    <div className={styles.compare}>
      <div className={styles.pickers}>
        <Picker label="From" value={before} names={names} onChange={(name) => go({ reference: name, kind: null })} />
        <Picker label="to" value={after} names={names} onChange={(name) => go({ compared: name === NOW ? null : name, kind: null })} />
      </div>
      <Told asked={found} height={WAITING_PX}>
        {(diff) => (
          <div className={styles.compare}>
            <Differences diff={diff} />
            {diff.by_class.length > 0 && <Kinds diff={diff} kind={kind} />}
            <ImageDifferences images={diff.images} titles={[stateName(before), stateName(after)]} />
            {found.hasNextPage && (
              <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {found.isFetchingNextPage ? 'Reading…' : `Show more images: ${number(diff.images.length)} of ${number(diff.total)}`}
              </Button>
            )}
          </div>
        )}
      </Told>
    </div>
  )
}

const stateName = (name: string): string => (name === NOW ? SHOWN : name)

/** Which images are listed: all, or those with one kind of difference. */
function Kinds({ diff, kind }: { readonly diff: VersionDiff; readonly kind: LabelChange | null }) {
  const go = useGo()
  const tabs = LABEL_CHANGES.filter((change) => diff.labels[change] > 0).map((change) => ({ value: change, label: change, count: diff.labels[change] }))
  return (
    <Tabs
      label="Images that differ"
      value={kind ?? 'all'}
      tabs={[{ value: 'all', label: 'All images that differ' }, ...tabs]}
      onChange={(value) => go({ kind: value === 'all' ? null : value }, { replace: true })}
    />
  )
}

interface PickerProps {
  readonly label: string
  readonly value: string
  readonly names: readonly string[]
  readonly onChange: (name: string) => void
}

function Picker({ label, value, names, onChange }: PickerProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
        <option value={NOW}>{SHOWN}</option>
      </select>
    </label>
  )
}

function NothingToCompare() {
  const go = useGo()
  if (VERSION !== null) return <EmptyState icon="history" title="No version was kept before this one" />
  return (
    <EmptyState icon="history" title="There is no version to compare with" actions={<Button onClick={() => go({ tab: 'versions' })}>Open the versions</Button>}>
      <p>Save a version first. What you change after it will stand here.</p>
    </EmptyState>
  )
}
