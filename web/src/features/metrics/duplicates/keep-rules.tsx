import type { DedupeRequest } from '@/api/similar-types'
import { useGo } from '@/state/place'
import { Button } from '@/ui/button'
import { Segmented } from '@/ui/segmented'
import styles from './duplicates.module.css'
import { RULES, turned, WAYS } from './rules'

interface KeepRulesProps {
  readonly request: DedupeRequest
  readonly splits: readonly { readonly name: string | null }[]
}

/** Which of a group stays, and by what images are told to be alike. */
export function KeepRules({ request, splits }: KeepRulesProps) {
  const go = useGo()
  const names = splits.flatMap(({ name }) => (name === null ? [] : [name]))
  return (
    <div className={styles.rules}>
      <span>
        Keep
        <Segmented label="Which of a group stays" value={request.keep} options={RULES} onChange={(order) => go({ order: order === 'largest' ? null : order })} />
      </span>
      {names.length > 1 && (
        <label>
          Prefer
          <select className={styles.prefer} value={request.prefer ?? ''} onChange={({ target }) => go({ against: target.value === '' ? null : target.value })}>
            <option value="">no split</option>
            {names.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <span role="group" aria-label="By what images are alike">
        Alike by
        {WAYS.map(({ value, label, title }) => (
          <Button key={value} size="small" title={title} pressed={request.alike?.includes(value) ?? true} onClick={() => go({ arrange: turned(request.alike, value) })}>
            {label}
          </Button>
        ))}
      </span>
    </div>
  )
}
