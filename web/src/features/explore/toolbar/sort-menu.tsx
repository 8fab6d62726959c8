import { Popover } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useActions } from '@/actions/registry'
import { fieldsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { Field } from '@/api/types'
import { classNames } from '@/lib/class-names'
import { matchWords } from '@/lib/match-words'
import { useGo } from '@/state/place'
import { Button, IconButton } from '@/ui/button'
import type { ResultSpec } from '../spec'
import styles from './toolbar.module.css'

/** In which order: any field, both ways. */
export function SortMenu({ spec }: { readonly spec: ResultSpec }) {
  const [opened, setOpened] = useState(false)
  const go = useGo()
  const { data: fields = [] } = useQuery(fieldsQuery(useTransport(), spec.dataset, spec.level))
  const sortable = fields.filter((field) => field.sortable)
  const chosen = fields.find(({ name }) => name === spec.sort)
  const turn = (): void => go({ desc: !spec.descending })
  const pick = (sort: string | null): void => {
    setOpened(false)
    // The worst first, the largest first: most fields are read from the top. A score of 0 is the worst.
    go({ sort, desc: sort !== null && sort !== 'issue_score' && chosenKind(fields, sort) === 'number' })
  }
  useActions([
    { id: 'sort.pick', label: 'Sort by…', group: 'View', keys: ['s'], perform: () => setOpened(true) },
    { id: 'sort.turn', label: 'Turn the order round', group: 'View', keys: ['shift+s'], when: () => spec.sort !== null, perform: turn },
  ])
  return (
    <div className={styles.sort}>
      <span>Sort</span>
      <div className={styles.sortButtons}>
        <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
          <Popover.Target>
            <Button onClick={() => setOpened(!opened)} aria-expanded={opened} aria-haspopup="dialog">
              {chosen?.title ?? (spec.sort === null ? 'as imported' : spec.sort)}
            </Button>
          </Popover.Target>
          <Popover.Dropdown className={styles.menu}>
            <FieldList fields={sortable} chosen={spec.sort} onPick={pick} />
          </Popover.Dropdown>
        </Popover>
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

const chosenKind = (fields: readonly Field[], name: string): string | undefined => fields.find((field) => field.name === name)?.type

interface FieldListProps {
  readonly fields: readonly Field[]
  readonly chosen: string | null
  readonly onPick: (sort: string | null) => void
}

function FieldList({ fields, chosen, onPick }: FieldListProps) {
  const [typed, setTyped] = useState('')
  const found = fields.filter(({ name, title }) => matchWords(typed, `${title} ${name}`) !== null)
  return (
    <>
      <input
        data-autofocus
        className={styles.menuField}
        aria-label="Find a field"
        placeholder="Find a field"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && found[0] !== undefined) onPick(found[0].name)
        }}
      />
      <div className={styles.menuList}>
        {typed === '' && (
          <button type="button" className={classNames(styles.menuItem, chosen === null && styles.chosen)} onClick={() => onPick(null)}>
            As imported
          </button>
        )}
        {found.map(({ name, title, meaning }) => (
          <button key={name} type="button" title={meaning} className={classNames(styles.menuItem, chosen === name && styles.chosen)} onClick={() => onPick(name)}>
            {title}
            <code>{name}</code>
          </button>
        ))}
      </div>
    </>
  )
}
