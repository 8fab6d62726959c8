import { Menu } from '@mantine/core'
import { number } from '@/lib/words'
import { useCurrent } from '@/state/current'
import { useGo } from '@/state/place'
import { Icon } from '@/ui/icon'
import styles from './pickers.module.css'

interface Option {
  readonly id: number
  readonly name: string
  readonly count: number | null
}

interface PickerProps {
  readonly title: string
  readonly options: readonly Option[]
  readonly chosen: Option | null
  readonly empty: string
  readonly onPick: (id: number) => void
}

function Picker({ title, options, chosen, empty, onPick }: PickerProps) {
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={styles.picker} disabled={options.length < 2}>
          <span className="visually-hidden">{`${title}: ${chosen?.name ?? empty}`}</span>
          <small aria-hidden="true">{title}</small>
          <span className={styles.value} aria-hidden="true">
            <b>{chosen?.name ?? empty}</b> {chosen?.count != null && <em>{number(chosen.count)}</em>}
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown className={styles.menu}>
        {options.map((option) => (
          <Menu.Item
            key={option.id}
            className={styles.option}
            onClick={() => onPick(option.id)}
            leftSection={<Icon name="check" className={option.id === chosen?.id ? styles.tick : styles.noTick} />}
            rightSection={option.count !== null && <em>{number(option.count)}</em>}
          >
            {option.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Which dataset the whole app speaks of. */
export function DatasetPicker() {
  const current = useCurrent()
  const go = useGo()
  const options = current?.project.datasets.map(({ id, name, images }) => ({ id, name, count: images })) ?? []
  const chosen = options.find(({ id }) => id === current?.dataset.id) ?? null
  return (
    <Picker
      title="Dataset"
      options={options}
      chosen={chosen}
      empty="none yet"
      onPick={(dataset) => go({ dataset, run: null, q: '', sort: null, image: null, object: null, issue: null, sel: '' })}
    />
  )
}

const NO_RUN: Option = { id: 0, name: 'no predictions', count: null }

/** Whose predictions are drawn beside the labels. */
export function RunPicker() {
  const current = useCurrent()
  const go = useGo()
  const runs = current?.dataset.runs.map(({ id, name, predictions }) => ({ id, name, count: predictions })) ?? []
  const options = runs.length === 0 ? [] : [...runs, NO_RUN]
  const chosen = options.find(({ id }) => id === (current?.run?.id ?? 0)) ?? null
  return <Picker title="Run" options={options} chosen={chosen} empty="none" onPick={(run) => go({ run, issue: null })} />
}
