import { useMantineColorScheme } from '@mantine/core'
import { useCurrent } from '@/state/current'
import { useHeadline } from '@/state/headline'
import { Segmented } from '@/ui/segmented'
import styles from './settings-page.module.css'

const SCHEMES = [
  { value: 'auto', label: 'As the system' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
] as const

/** The few things that are a matter of taste, and facts about this installation. */
export function SettingsPage() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const project = useCurrent()?.project
  useHeadline('')
  return (
    <div className={styles.page}>
      <h1>Settings</h1>
      <section>
        <h2>Theme</h2>
        <Segmented label="Theme" value={colorScheme} options={SCHEMES} onChange={setColorScheme} />
        <p>Kept in this browser.</p>
      </section>
      {project !== undefined && (
        <section>
          <h2>Project</h2>
          <dl>
            <dt>Name</dt>
            <dd>{project.name}</dd>
            <dt>Edits are signed</dt>
            <dd>{project.author}</dd>
            <dt>Assay</dt>
            <dd>{project.version}</dd>
          </dl>
          <p>Nothing leaves this machine: no telemetry, no fonts or scripts from elsewhere.</p>
        </section>
      )}
    </div>
  )
}
