import { useMantineColorScheme } from '@mantine/core'
import type { Action } from '@/actions/action'
import { useEditing } from '@/actions/editing'
import { useActions } from '@/actions/registry'
import { useCurrent } from '@/state/current'
import { showOverlay } from '@/state/overlays'
import { useGo } from '@/state/place'
import { undoWords } from '@/state/undoing'
import { STOPS } from './rail'

/** What can be done from everywhere: turn to a page, undo, find an action, change the light. */
export function useAppActions(): void {
  const go = useGo()
  const { canUndo, undo, canRedo, redo } = useEditing()
  const project = useCurrent()?.project
  const { setColorScheme, colorScheme } = useMantineColorScheme()
  const turns = STOPS.map(
    ({ page, name }, index): Action => ({
      id: `go.${page}`,
      label: `Go to ${name}`,
      group: 'Go to',
      keys: index < 10 ? [`alt+${(index + 1) % 10}`] : [],
      perform: () => go({}, { page }),
    }),
  )
  useActions(
    [
      { id: 'help.palette', label: 'Find an action', group: 'Help', keys: ['mod+k'], whileTyping: true, keyOnly: true, perform: () => showOverlay('palette') },
      { id: 'help.keys', label: 'Show the keys of this screen', group: 'Help', keys: ['?'], perform: () => showOverlay('help') },
      ...turns,
      { id: 'go.outliers', label: 'Go to Outliers', group: 'Go to', keywords: 'metrics iqr', perform: () => go({ tab: 'outliers' }, { page: 'metrics' }) },
      { id: 'go.drift', label: 'Go to Drift', group: 'Go to', keywords: 'metrics compare sets splits shift', perform: () => go({ tab: 'drift' }, { page: 'metrics' }) },
      {
        id: 'images.choose-next',
        label: 'Choose what to label next',
        group: 'Query',
        keywords: 'acquisition active learning uncertain diverse budget',
        when: () => project !== undefined,
        perform: () => go({ next: 'budget:100' }),
      },
      { id: 'go.settings', label: 'Go to Settings', group: 'Go to', perform: () => go({}, { page: 'settings' }) },
      {
        id: 'history.undo',
        label: project?.undo == null ? 'Undo' : undoWords(project.undo, project.author),
        group: 'History',
        keys: ['u', 'mod+z'],
        when: canUndo,
        perform: () => void undo(),
      },
      {
        id: 'history.redo',
        label: project?.redo == null ? 'Redo' : `Redo: ${project.redo.title}`,
        group: 'History',
        keys: ['shift+u', 'mod+shift+z'],
        when: canRedo,
        perform: () => void redo(),
      },
      { id: 'view.dark', label: 'Dark theme', group: 'View', keywords: 'colour scheme night', when: () => colorScheme !== 'dark', perform: () => setColorScheme('dark') },
      { id: 'view.light', label: 'Light theme', group: 'View', keywords: 'colour scheme day', when: () => colorScheme !== 'light', perform: () => setColorScheme('light') },
      { id: 'view.auto', label: 'Theme of the system', group: 'View', keywords: 'colour scheme auto', when: () => colorScheme !== 'auto', perform: () => setColorScheme('auto') },
    ],
    'app',
  )
}
