import { useState } from 'react'
import { useActions } from '@/actions/registry'
import { useGo } from '@/state/place'
import { IconButton } from '@/ui/button'
import type { ResultSpec } from '../spec'
import { FieldMenu } from '@/actions/fields/field-menu'
import { descendsAtFirst, sortFieldOf } from '@/actions/fields/sort-fields'
import styles from './toolbar.module.css'
import { useSortGroups } from '@/actions/fields/use-sort-groups'

/** In which order: any field, both ways. */
export function SortMenu({ spec }: { readonly spec: ResultSpec }) {
  const [opened, setOpened] = useState(false)
  const go = useGo()
  const groups = useSortGroups(spec)
  const chosen = sortFieldOf(groups, spec.sort)
  const turn = (): void => go({ desc: !spec.descending })
  useActions([
    { id: 'sort.pick', label: 'Sort by…', group: 'View', keys: ['s'], perform: () => setOpened(true) },
    { id: 'sort.turn', label: 'Turn the order round', group: 'View', keys: ['shift+s'], when: () => spec.sort !== null, perform: turn },
  ])
  return (
    <div className={styles.sort}>
      <span>Sort</span>
      <div className={styles.sortButtons}>
        <FieldMenu
          text={chosen?.title ?? spec.sort ?? 'as imported'}
          groups={groups}
          chosen={spec.sort}
          none="As imported"
          opened={opened}
          onOpened={setOpened}
          onPick={(field) => go({ sort: field?.name ?? null, desc: field !== null && descendsAtFirst(field) })}
        />
        <IconButton
          icon={spec.descending ? 'down' : 'up'}
          label={spec.descending ? 'Descending: turn the order round' : 'Ascending: turn the order round'}
          disabled={spec.sort === null}
          onClick={turn}
        />
      </div>
    </div>
  )
}
