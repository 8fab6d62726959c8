import { Popover } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useActions } from '@/actions/registry'
import { explainQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { ClauseCount } from '@/api/types'
import { number } from '@/lib/words'
import { IconButton } from '@/ui/button'
import { ColouredText } from './coloured-text'
import styles from './popovers.module.css'
import { type Asked, NOUNS } from './use-question'

interface ExplainButtonProps {
  readonly query: string
  readonly asked: Asked | null
}

/** How many rows each clause of the query lists on its own. */
export function ExplainButton({ query, asked }: ExplainButtonProps) {
  const [opened, setOpened] = useState(false)
  const isPossible = query !== '' && asked !== null
  useActions([{ id: 'query.explain', label: 'Explain the query', group: 'Query', keys: ['shift+e'], keywords: 'count clauses', when: () => isPossible, perform: () => setOpened(true) }], 'app')
  if (!isPossible) return null
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <IconButton icon="explain" size="small" label="Explain the query" aria-expanded={opened} onClick={() => setOpened(!opened)} />
      </Popover.Target>
      <Popover.Dropdown className={styles.panel}>
        {opened && <Clauses query={query} asked={asked} />}
      </Popover.Dropdown>
    </Popover>
  )
}

function Clauses({ query, asked }: { readonly query: string; readonly asked: Asked }) {
  const { data, error } = useQuery(explainQuery(useTransport(), { text: query, level: asked.level, scope: asked.scope }))
  const most = Math.max(...(data ?? []).map(({ count }) => count), 1)
  return (
    <>
      <h3 className={styles.title}>How many {NOUNS[asked.level]}s each clause lists on its own</h3>
      {error !== null && <p className={styles.mut}>{error.message}</p>}
      <ul className={styles.clauses}>
        {(data ?? []).map((clause) => (
          <Clause key={`${clause.start}-${clause.end}`} clause={clause} most={most} />
        ))}
      </ul>
    </>
  )
}

function Clause({ clause, most }: { readonly clause: ClauseCount; readonly most: number }) {
  return (
    <li className={styles.clause}>
      <code>
        <ColouredText text={clause.text} checked={null} wrong={null} />
      </code>
      <span className={styles.count}>{number(clause.count)}</span>
      <span className={styles.share} style={{ width: `${(100 * clause.count) / most}%` }} />
    </li>
  )
}
