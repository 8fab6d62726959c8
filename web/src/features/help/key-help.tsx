import { useMemo } from 'react'
import type { Action } from '@/actions/action'
import { keyedActions } from '@/actions/registry'
import { showOverlay } from '@/state/overlays'
import { IconButton } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Kbd } from '@/ui/kbd'
import styles from './key-help.module.css'

interface Line {
  readonly label: string
  readonly keys: readonly string[]
}

/** The lines of the help by group, groups in the order of their first action; a family of actions is one line. */
export function helpLines(actions: readonly Action[]): [string, Line[]][] {
  const groups = new Map<string, Map<string, string[]>>()
  for (const { group, family, label, keys = [] } of actions) {
    const lines = groups.get(group) ?? new Map<string, string[]>()
    groups.set(group, lines)
    const line = family ?? label
    lines.set(line, [...(lines.get(line) ?? []), ...keys])
  }
  return [...groups].map(([group, lines]) => [group, [...lines].map(([label, keys]) => ({ label, keys }))])
}

const MOST = 4

/** All keys of a line, or the first and the last of many. */
function Keys({ keys }: { readonly keys: readonly string[] }) {
  const shown = keys.length <= MOST ? keys : [keys[0], keys.at(-1)].filter((key) => key !== undefined)
  return (
    <span className={styles.keys}>
      {shown.map((combination, index) => (
        <span key={combination} className={styles.keys}>
          {index > 0 && keys.length > MOST && '…'}
          <Kbd keys={combination} />
        </span>
      ))}
    </span>
  )
}

/** The keys of this screen. */
export function KeyHelp() {
  const groups = useMemo(() => helpLines(keyedActions().reverse()).reverse(), [])
  const close = (): void => showOverlay(null)
  return (
    <Dialog label="Keys of this screen" width={760} onClose={close}>
      <header className={styles.head}>
        <h2>Keys of this screen</h2>
        <IconButton icon="close" label="Close" onClick={close} data-autofocus />
      </header>
      <div className={styles.groups}>
        {groups.map(([group, lines]) => (
          <section key={group} className={styles.group}>
            <h3>{group}</h3>
            <ul>
              {lines.map(({ label, keys }) => (
                <li key={label} className={styles.line}>
                  <span>{label}</span>
                  <Keys keys={keys} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
