import { useId } from 'react'
import { predictionsCommand } from '@/actions/commands'
import type { Mislabels, MislabelSource } from '@/api/mislabel-types'
import { READ_ONLY } from '@/lib/base-path'
import type { Current } from '@/state/current'
import { Button } from '@/ui/button'
import { Command } from '@/ui/command'
import styles from './mislabels-tab.module.css'

interface SourcesProps extends Pick<Mislabels, 'sources' | 'run'> {
  readonly heard: readonly MislabelSource[]
  readonly current: Current
  readonly isBusy: boolean
  /** A file of one's own is heard in place of the run's class probabilities. */
  readonly isReplaced: boolean
  readonly onTurn: (source: MislabelSource, on: boolean) => void
  readonly onEmbed: () => void
}

const ABOUT: Readonly<Record<MislabelSource, string>> = {
  run: 'What the model gives each class at the place of a label. Only a model that never saw these labels can contradict them.',
  'look-alikes': 'Probes on the embeddings, each taught without the fifth of the labels that it judges, and the nearest labels. No model is needed.',
}

/** Who can tell, who is asked, and for who cannot what is missing and the way to get it. */
export function Sources({ sources, run, heard, current, isBusy, isReplaced, onTurn, onEmbed }: SourcesProps) {
  const id = useId()
  return (
    <ul className={styles.sources} aria-label="Who tells">
      {sources.map(({ source, missing }) => {
        const isMute = source === 'run' && isReplaced
        return (
          <li key={source}>
            <input
              id={`${id}-${source}`}
              type="checkbox"
              aria-describedby={`${id}-${source}-about`}
              checked={heard.includes(source)}
              disabled={READ_ONLY !== null || missing !== '' || isBusy || isMute}
              onChange={(event) => onTurn(source, event.target.checked)}
            />
            <div className={styles.words}>
              <label htmlFor={`${id}-${source}`}>{source === 'run' ? `Class probabilities${run === null ? ' of a run' : ` of ${run}`}` : 'Look-alikes'}</label>
              <p id={`${id}-${source}-about`}>{ABOUT[source]}</p>
              {isMute ? <p>Your own file is heard in their place.</p> : missing !== '' && <Missing source={source} missing={missing} current={current} isBusy={isBusy} onEmbed={onEmbed} />}
            </div>
          </li>
        )
      })}
    </ul>
  )
}

interface MissingProps extends Pick<SourcesProps, 'current' | 'isBusy' | 'onEmbed'> {
  readonly source: MislabelSource
  readonly missing: string
}

function Missing({ source, missing, current, isBusy, onEmbed }: MissingProps) {
  return (
    <div className={styles.missing}>
      <span>{missing}</span>
      {source === 'run' ? (
        <>
          <span>Import predictions that carry a probability for each class:</span>
          <Command text={predictionsCommand(current.project, current.dataset.name)} />
        </>
      ) : (
        <Button edits size="small" disabled={isBusy} onClick={onEmbed}>
          Embed images and labels
        </Button>
      )}
    </div>
  )
}
