import { Menu } from '@mantine/core'
import { useDownload } from '@/actions/download'
import { useTransport } from '@/api/transport/context'
import type { Current } from '@/state/current'
import { Button } from '@/ui/button'

/** The report as a file: to read, or for a program. */
export function ReportMenu({ current: { dataset, scope } }: { readonly current: Current }) {
  const transport = useTransport()
  const download = useDownload()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button icon="export">Download report</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={transport.healthUrl(scope, 'page')} download={`${dataset.name}-health.html`} onClick={download}>
          A page that opens offline (HTML)
        </Menu.Item>
        <Menu.Item component="a" href={transport.healthUrl(scope, 'json')} download={`${dataset.name}-health.json`} onClick={download}>
          Its numbers (JSON)
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
