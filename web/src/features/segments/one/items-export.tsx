import { Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useDownload } from '@/actions/download'
import { exportFormatsQuery } from '@/api/queries'
import type { ItemsForm } from '@/api/segment-types'
import { useTransport } from '@/api/transport/context'
import type { Segment } from '@/api/types'
import { Button } from '@/ui/button'
import styles from './one.module.css'

const FORMS: readonly (readonly [ItemsForm, string, string])[] = [
  ['csv', 'CSV', 'one line for each item'],
  ['json', 'JSON', 'the items, the fields and what was said'],
  ['crops', 'Crops', 'a zip: a picture of each item, and the JSON'],
]

/** What is in the segment as a file: its items, or its images in the format of a dataset. */
export function ItemsExport({ segment: { id, dataset, query } }: { readonly segment: Segment }) {
  const transport = useTransport()
  const download = useDownload()
  const [opened, setOpened] = useState(false)
  const { data: formats = [] } = useQuery({ ...exportFormatsQuery(transport, dataset), enabled: opened })
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={320}>
      <Menu.Target>
        <Button icon="export">Export</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Its items</Menu.Label>
        {FORMS.map(([form, title, meaning]) => (
          <Menu.Item key={form} component="a" href={transport.segmentExportUrl(id, form)} download onClick={download} rightSection={<span className={styles.meaning}>{meaning}</span>}>
            {title}
          </Menu.Item>
        ))}
        <Menu.Label>Its images, with all their labels</Menu.Label>
        {formats.map(({ name, title }) => (
          <Menu.Item key={name} component="a" href={transport.exportUrl(name, { dataset, query })} download onClick={download}>
            {title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
