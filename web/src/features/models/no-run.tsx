import { predictionsCommand } from '@/actions/commands'
import type { Current } from '@/state/current'
import { useGo } from '@/state/place'
import { Button } from '@/ui/button'
import { Command } from '@/ui/command'
import { EmptyState } from '@/ui/messages'

/** Metrics need predictions: pick the run, or import one. */
export function NoRun({ current: { project, dataset } }: { readonly current: Current }) {
  const go = useGo()
  if (dataset.runs.length > 0) {
    return (
      <EmptyState
        icon="models"
        title="No run is chosen"
        actions={dataset.runs.map(({ id, name }, index) => (
          <Button key={id} variant={index === dataset.runs.length - 1 ? 'primary' : 'default'} onClick={() => go({ run: id })}>
            {name}
          </Button>
        ))}
      >
        A model is measured by the predictions of a run. Choose one of {dataset.name}:
      </EmptyState>
    )
  }
  return (
    <EmptyState icon="models" title={`There are no predictions for ${dataset.name} yet`}>
      <p>Import what a model predicted on these images; its metrics appear here as soon as that is done.</p>
      <Command text={predictionsCommand(project, dataset.name)} />
    </EmptyState>
  )
}
