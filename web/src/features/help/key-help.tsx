import { Modal } from '@mantine/core'
import { useMemo } from 'react'
import type { Action } from '@/actions/action'
import { keyedActions } from '@/actions/registry'
import { showOverlay } from '@/state/overlays'
import { IconButton } from '@/ui/button'
import { Kbd } from '@/ui/kbd'
import styles from './key-help.module.css'

/** Actions by group, groups in the order of their first action. */
export function byGroup(actions: readonly Action[]): [string, Action[]][] {
  const groups = new Map<string, Action[]>()
  for (const action of actions) groups.set(action.group, [...(groups.get(action.group) ?? []), action])
  return [...groups]
}

/** The keys of this screen. */
export function KeyHelp() {
  const groups = useMemo(() => byGroup(keyedActions().reverse()).reverse(), [])
  const close = (): void => showOverlay(null)
  return (
    <Modal opened onClose={close} withCloseButton={false} padding={0} size={760} yOffset="8vh" classNames={{ content: styles.content ?? '' }} aria-label="Keys of this screen">
      <header className={styles.head}>
        <h2>Keys of this screen</h2>
        <IconButton icon="close" label="Close" onClick={close} data-autofocus />
      </header>
      <div className={styles.groups}>
        {groups.map(([group, actions]) => (
          <section key={group} className={styles.group}>
            <h3>{group}</h3>
            <ul>
              {actions.map((action) => (
                <li key={action.id} className={styles.line}>
                  <span>{action.label}</span>
                  <span className={styles.keys}>{action.keys?.map((combination) => <Kbd key={combination} keys={combination} />)}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Modal>
  )
}
