import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useEmbedding } from '@/actions/embedding'
import { tell, useJobs } from '@/actions/jobs'
import { useActions } from '@/actions/registry'
import { mislabelsQuery } from '@/api/mislabel-queries'
import type { Mislabels, MislabelSource } from '@/api/mislabel-types'
import { useTransport } from '@/api/transport/context'
import type { Current } from '@/state/current'
import { Button } from '@/ui/button'
import { Panel } from '@/ui/panel'
import { Told } from '@/actions/told'
import styles from './mislabels-tab.module.css'
import { type GivenFiles, OwnFiles } from './own-files'
import { Sources } from './sources'
import { ToldPanel } from './told-panel'

const WAITING_PX = 320

/** Which labels are likely of another class (V5.6): who is asked, the job that tells, and doors to what was told. */
export function MislabelsTab({ current }: { readonly current: Current }) {
  const asked = useQuery(mislabelsQuery(useTransport(), current.scope))
  return (
    <div className={styles.tab}>
      <Told asked={asked} height={WAITING_PX}>
        {(found) => <Found found={found} current={current} />}
      </Told>
    </div>
  )
}

function Found({ found: { sources, run, told }, current }: { readonly found: Mislabels; readonly current: Current }) {
  const transport = useTransport()
  const { job, put } = useJobs()
  const { start: embed } = useEmbedding(current.dataset.id)
  const [unheard, setUnheard] = useState<ReadonlySet<MislabelSource>>(new Set())
  const [files, setFiles] = useState<GivenFiles>({ chances: null, coarse: null })
  const { chances, coarse } = files
  const isReplaced = (source: MislabelSource): boolean => source === 'run' && chances !== null
  const heard = sources.filter(({ source, missing }) => missing === '' && !unheard.has(source) && !isReplaced(source)).map(({ source }) => source)
  const isMute = heard.length === 0 && chances === null
  const { mutate, isPending } = useMutation({
    mutationFn: () => transport.findMislabels({ ...current.scope, sources: heard, chances: chances?.told.key ?? null, coarse: coarse?.told.key ?? null }),
    onSuccess: put,
    onError: tell,
  })
  const isBusy = job !== null || isPending
  useActions([{ id: 'mislabels.find', label: 'Find mislabels', group: 'Metrics', keywords: 'wrong class label errors', edits: true, when: () => !isBusy && !isMute, perform: () => mutate() }])
  const turn = (source: MislabelSource, on: boolean): void => {
    const next = new Set(unheard)
    if (on) next.delete(source)
    else next.add(source)
    setUnheard(next)
  }
  return (
    <>
      {told !== null && <ToldPanel told={told} />}
      <Panel
        title={told === null ? 'Which labels are of another class?' : 'Find them again'}
        note="Each label gets the chance that its class is right, its likeliest class, and a flag where another class is likelier: fields that sort and filter. No label is changed."
      >
        <Sources sources={sources} run={run} heard={heard} current={current} isBusy={isBusy} isReplaced={chances !== null} onTurn={turn} onEmbed={() => embed()} />
        <OwnFiles files={files} dataset={current.dataset.id} isBusy={isBusy} onFiles={(patch) => setFiles((old) => ({ ...old, ...patch }))} />
        <Button variant={told?.state === 'measured' ? 'default' : 'primary'} edits disabled={isBusy || isMute} title={isMute ? 'Choose who tells, or give a file' : ''} onClick={() => mutate()}>
          {isBusy ? 'At work…' : 'Find mislabels'}
        </Button>
      </Panel>
    </>
  )
}
