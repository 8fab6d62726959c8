import { Menu } from '@mantine/core'
import { number } from '@/lib/words'
import { useGo } from '@/state/place'
import { reviewOfClass } from '@/state/review-door'
import { IconButton } from '@/ui/button'
import { litCount, readLit } from '../cells/cells-text'
import type { Matrix } from '../matrix/matrix'
import styles from './class-table.module.css'

interface ClassMenuProps {
  readonly id: number
  readonly name: string
  readonly matrix: Matrix
  readonly onLight: (text: string) => void
}

/** What can be asked of one class. */
export function ClassMenu(props: ClassMenuProps) {
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <IconButton icon="more" size="small" label={`Results of ${props.name}`} className={styles.more} />
      </Menu.Target>
      <Menu.Dropdown className={styles.menu}>
        <Questions {...props} />
      </Menu.Dropdown>
    </Menu>
  )
}

/** Counted only while the menu is open: there is one for every class. */
function Questions({ id, name, matrix, onLight }: ClassMenuProps) {
  const questions = [
    [`from${id}`, `${name} confused as another class`],
    [`as${id}`, `Other classes confused as ${name}`],
    [`${id}.m`, `${name} missed`],
    [`b.${id}`, `${name} seen where nothing is labelled`],
    [`${id}.*`, `All labels of ${name}`],
    [`*.${id}`, `All predictions of ${name}`],
  ] as const
  const go = useGo()
  const asked = questions.map(([part, words]) => (
    <Menu.Item key={part} onClick={() => onLight(part)} rightSection={<em className={styles.menuCount}>{number(litCount(readLit(part, matrix), matrix))}</em>}>
      {words}
    </Menu.Item>
  ))
  return (
    <>
      {asked}
      <Menu.Item onClick={() => go({ ...reviewOfClass(name), group: 'pair', order: 'loss' }, { page: 'review' })}>Review the labels of {name}</Menu.Item>
    </>
  )
}
