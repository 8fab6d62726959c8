import { useQuery } from '@tanstack/react-query'
import { projectQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import { Button } from '@/ui/button'
import { Command } from '@/ui/command'
import { EmptyState, ErrorState } from '@/ui/messages'

/** In place of any page while the project is unknown, cannot be reached, or holds no dataset yet. */
export function NoData() {
  const { data: project, error, refetch } = useQuery(projectQuery(useTransport()))
  if (project !== undefined) return <NoDataset project={project.name} />
  if (error === null) return null
  const { message, hint } = explain(error)
  return <ErrorState title={message} hint={hint} actions={<Button onClick={() => void refetch()}>Try again</Button>} />
}

function NoDataset({ project }: { readonly project: string }) {
  return (
    <EmptyState icon="image" title={`${project} is empty`}>
      <p>Import a folder of images with its labels: COCO, YOLO, or a folder per class. Nothing is copied or changed.</p>
      <Command text={`assay import ${project} path/to/dataset`} />
      <p>Then a model’s predictions, so that Assay can tell where the two disagree:</p>
      <Command text={`assay import-predictions ${project} predictions.json --run my-model`} />
      <p>This page fills as soon as the command is done.</p>
    </EmptyState>
  )
}
