import { Menu } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { exportFormatsQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import type { ExportFormat } from '@/api/types'
import { number } from '@/lib/words'
import { Button } from '@/ui/button'
import { useDownload } from './download'
import styles from './export-menu.module.css'

interface ExportMenuProps {
  readonly dataset: number
  /** Only what this query lists; empty for all of the dataset. */
  readonly query?: string
  readonly variant?: 'default' | 'primary'
}

/** The corrected dataset as a file; says of each format what it could not carry before anything is written. */
export function ExportMenu({ dataset, query = '', variant = 'default' }: ExportMenuProps) {
  const transport = useTransport()
  const download = useDownload()
  const [opened, setOpened] = useState(false)
  const { data, isError } = useQuery({ ...exportFormatsQuery(transport, dataset), enabled: opened })
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={380}>
      <Menu.Target>
        <Button icon="export" variant={variant}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={styles.menu}>
        {data === undefined && (
          <p className={styles.wait}>
            {isError ? 'The formats could not be read.' : 'Looking at what each format can carry…'}
          </p>
        )}
        {data?.map((format) => (
          <Menu.Item
            key={format.name}
            component="a"
            href={transport.exportUrl(format.name, { dataset, query })}
            download
            onClick={download}
            className={styles.item}
          >
            <b>{format.title}</b>
            <Losses format={format} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Losses({ format: { losses } }: { readonly format: ExportFormat }) {
  if (losses.length === 0) return <span className={styles.whole}>Carries everything</span>
  return (
    <ul className={styles.losses}>
      {losses.map(({ code, message, count }) => (
        <li key={code}>
          {message} <em>{number(count)}</em>
        </li>
      ))}
    </ul>
  )
}
