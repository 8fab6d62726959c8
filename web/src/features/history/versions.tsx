import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useActions } from '@/actions/registry'
import { versionsQuery } from '@/api/version-queries'
import type { Version } from '@/api/version-types'
import { useTransport } from '@/api/transport/context'
import type { Dataset } from '@/api/types'
import { SHOWN, VERSION, versionPath } from '@/lib/base-path'
import { ago } from '@/lib/times'
import { amount } from '@/lib/words'
import { useHeadline } from '@/state/headline'
import { searchText, stepTo, useGo, usePlace } from '@/state/place'
import { Button, IconButton, LinkButton } from '@/ui/button'
import { EmptyState } from '@/ui/messages'
import { Told } from '@/actions/told'
import { ForgetDialog } from './forget-dialog'
import { RestoreDialog } from './restore-dialog'
import { SaveDialog } from './save-dialog'
import styles from './versions.module.css'

const WAITING_PX = 320

/** What a dialog is open for. */
type Doing = { readonly what: 'save' } | { readonly what: 'restore' | 'forget'; readonly version: Version }

/** The states of the project that were kept by name (V6.4). */
export function Versions({ dataset }: { readonly dataset: Dataset }) {
  const asked = useQuery(versionsQuery(useTransport()))
  const [doing, setDoing] = useState<Doing | null>(null)
  const save = (): void => setDoing({ what: 'save' })
  const close = (): void => setDoing(null)
  useHeadline(asked.data === undefined ? '' : amount(asked.data.length, 'version'))
  useActions([{ id: 'version.save', label: 'Save a version', group: 'History', keys: ['n'], edits: true, perform: save }])
  return (
    <>
      <Told asked={asked} height={WAITING_PX}>
        {(versions) =>
          versions.length === 0 ? (
            <NoVersion onSave={save} />
          ) : (
            <div className={styles.kept}>
              <Button variant="primary" icon="plus" keys="N" edits onClick={save}>
                Save a version
              </Button>
              <VersionTable versions={versions} onDo={setDoing} />
            </div>
          )
        }
      </Told>
      {doing?.what === 'save' && <SaveDialog taken={(asked.data ?? []).map(({ name }) => name)} onClose={close} />}
      {doing?.what === 'restore' && <RestoreDialog version={doing.version} dataset={dataset} onClose={close} />}
      {doing?.what === 'forget' && <ForgetDialog version={doing.version} onClose={close} />}
    </>
  )
}

interface VersionTableProps {
  readonly versions: readonly Version[]
  readonly onDo: (doing: Doing) => void
}

function VersionTable({ versions, onDo }: VersionTableProps) {
  const search = usePlace((place) => searchText(stepTo(place, {}, true)))
  return (
    <table className={styles.table} aria-label="Versions">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Note</th>
          <th scope="col">Kept by</th>
          <th scope="col">When</th>
          <th scope="col">After change</th>
          <th scope="col" aria-label="What can be done" />
        </tr>
      </thead>
      <tbody>
        {versions.toReversed().map((version) => (
          <tr key={version.id}>
            <th scope="row" title={`State hash ${version.digest}`}>
              {version.name}
            </th>
            <td>{version.note}</td>
            <td>{version.author || 'someone'}</td>
            <td title={new Date(version.at).toLocaleString('en-GB')}>{ago(version.at)}</td>
            <td className={styles.number}>{version.change_id}</td>
            <td className={styles.verbs}>
              <div>
                {version.name === VERSION ? <em>You look at it</em> : <Looks version={version} search={search} />}
                <Button size="small" edits onClick={() => onDo({ what: 'restore', version })}>
                  Restore
                </Button>
                <IconButton icon="trash" edits size="small" label={`Let go of ${version.name}`} onClick={() => onDo({ what: 'forget', version })} />
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The ways to look at a version: by itself, and beside what is shown here. */
function Looks({ version: { name }, search }: { readonly version: Version; readonly search: string }) {
  const go = useGo()
  return (
    <>
      <LinkButton size="small" href={`${versionPath(name)}explore${search}`} aria-label={`Open ${name}`} title="Shows the project as it was: nothing can be changed there">
        Open
      </LinkButton>
      <Button size="small" onClick={() => go({ tab: 'compare', reference: name, compared: null })}>
        Compare with {SHOWN}
      </Button>
    </>
  )
}

function NoVersion({ onSave }: { readonly onSave: () => void }) {
  const save = (
    <Button variant="primary" keys="N" onClick={onSave}>
      Save a version
    </Button>
  )
  return (
    <EmptyState icon="bookmark" title="No version was kept yet" actions={save}>
      <p>Keep the project as it stands before a large edit, a hand-over or a training. It can be compared with what comes after, and restored.</p>
    </EmptyState>
  )
}
