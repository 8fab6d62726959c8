import type { GivenChances, GivenCoarse } from '@/api/mislabel-types'
import { useTransport } from '@/api/transport/context'
import { amount, number } from '@/lib/words'
import styles from './mislabels-tab.module.css'
import { OwnFile, type Taken } from './own-file'

export interface GivenFiles {
  readonly chances: Taken<GivenChances> | null
  readonly coarse: Taken<GivenCoarse> | null
}

interface OwnFilesProps {
  readonly files: GivenFiles
  readonly dataset: number
  readonly isBusy: boolean
  readonly onFiles: (patch: Partial<GivenFiles>) => void
}

/** What a person brings: class probabilities of a model that is not here (V5.6), and classes above the classes (V5.8). */
export function OwnFiles({ files: { chances, coarse }, dataset, isBusy, onFiles }: OwnFilesProps) {
  const transport = useTransport()
  return (
    <ul className={styles.sources} aria-label="Files of your own">
      <OwnFile
        title="Class probabilities of your own"
        about={
          <>
            A column per class; <code>id</code>, <code>reference_id</code> or <code>file_name</code> says which label a row is of, else there is one row per label by id. CSV, Parquet, JSON or .npy. Heard in place of a run’s.
          </>
        }
        accept=".npy,.csv,.tsv,.parquet,.pq,.json"
        taken={chances}
        isBusy={isBusy}
        words={({ taken, labels, named_by }) => `${number(taken)} of ${amount(labels, 'label')}, found by ${named_by.replace('_', ' ')}`}
        give={(file) => transport.giveChances(dataset, file)}
        onTaken={(taken) => onFiles({ chances: taken })}
      />
      <OwnFile
        title="Coarse classes of your own"
        about="Class and coarse class, such as red panda and animal: tells errors across groups from those within. CSV, Parquet or JSON. Without it, the supercategories that the classes came with."
        accept=".csv,.tsv,.json,.parquet,.pq"
        taken={coarse}
        isBusy={isBusy}
        words={coarseWords}
        give={(file) => transport.giveCoarse(dataset, file)}
        onTaken={(taken) => onFiles({ coarse: taken })}
      />
    </ul>
  )
}

function coarseWords({ groups, without }: GivenCoarse): string {
  const named = Object.values(groups)
  const sum = `${amount(named.length, 'class', 'classes')} in ${amount(new Set(named).size, 'group')}`
  if (without.length === 0) return sum
  return `${sum}; none for ${without[0] ?? ''}${without.length > 1 ? ` and ${number(without.length - 1)} more` : ''}`
}
