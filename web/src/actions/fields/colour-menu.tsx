import { useQuery } from '@tanstack/react-query'
import type { FieldLevel } from '@/api/field-types'
import { fieldsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { useGo } from '@/state/place'
import { BY_CLASS, colourChoices } from './colour-fields'
import styles from './colour-menu.module.css'

interface ColourMenuProps {
  readonly dataset: number
  readonly level: FieldLevel
  /** The field, or `class`. */
  readonly colour: string
}

/** What points are coloured by: the class, a number, a group, a flag or a word. */
export function ColourMenu({ dataset, level, colour }: ColourMenuProps) {
  const go = useGo()
  const { data = [] } = useQuery(fieldsQuery(useTransport(), dataset, level))
  return (
    <label className={styles.colour}>
      Colour by
      <select className={styles.select} value={colour} onChange={(event) => go({ field: event.target.value === BY_CLASS.name ? null : event.target.value })}>
        {colourChoices(level, data, colour).map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  )
}
