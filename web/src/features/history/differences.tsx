import type { VersionDiff } from '@/api/version-types'
import { number } from '@/lib/words'
import { useClasses } from '@/state/current'
import { ClassChip } from '@/ui/class-chip'
import { diffWords } from './diff-words'
import styles from './versions.module.css'

const COLUMNS = [
  { name: 'added', label: 'added', title: 'Labels that only the second has' },
  { name: 'deleted', label: 'deleted', title: 'Labels that only the first has' },
  { name: 'from', label: 'relabelled from', title: 'Labels that had this class in the first and have another in the second' },
  { name: 'to', label: 'relabelled to', title: 'Labels that had another class in the first and have this one in the second' },
  { name: 'moved', label: 'moved', title: 'Labels with another shape' },
  { name: 'altered', label: 'altered', title: 'Labels with other attributes, track, crowd or ignore' },
] as const

/** What differs in words, and by class. */
export function Differences({ diff }: { readonly diff: VersionDiff }) {
  const classes = useClasses()
  return (
    <div className={styles.differences}>
      <p role="status">{diffWords(diff)}</p>
      {diff.by_class.length > 0 && (
        <table className={styles.table} aria-label="Differences by class">
          <thead>
            <tr>
              <th scope="col">Class</th>
              {COLUMNS.map(({ name, label, title }) => (
                <th key={name} scope="col" className={styles.number} title={title}>
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {diff.by_class.map((row) => (
              <tr key={row.class}>
                <th scope="row">
                  <ClassChip {...(classes.named(row.class) ?? classes.look(null))} name={row.class} />
                </th>
                {COLUMNS.map(({ name }) => (
                  <td key={name} className={styles.number}>
                    {row[name] === 0 ? '' : number(row[name])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
