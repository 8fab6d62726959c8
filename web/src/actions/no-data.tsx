import { useQuery } from '@tanstack/react-query'
import { projectQuery } from '@/api/queries'
import { useTransport } from '@/api/transport/context'
import { explain } from '@/api/transport/errors'
import type { Project } from '@/api/types'
import { Button } from '@/ui/button'
import { Command } from '@/ui/command'
import { EmptyState, ErrorState } from '@/ui/messages'
import { importCommand, predictionsCommand } from './commands'

/** In place of any page while the project is unknown, cannot be reached, or holds no dataset yet. */
export function NoData() {
  const { data: project, error, refetch } = useQuery(projectQuery(useTransport()))
  if (project !== undefined) return <NoDataset project={project} />
  if (error === null) return null
  const { message, hint } = explain(error)
  return <ErrorState title={message} hint={hint} actions={<Button onClick={() => void refetch()}>Try again</Button>} />
}

function NoDataset({ project }: { readonly project: Project }) {
  return (
    <EmptyState icon="image" title={`${project.name} is empty`}>
      <p>Import a folder of images with its labels: COCO, YOLO, Pascal VOC, LabelMe, a table, or a folder per class. Nothing is copied or changed.</p>
      <Command text={importCommand(project)} />
      <p>Then a model’s predictions, so that Assay can tell where the two disagree:</p>
      <Command text={predictionsCommand(project)} />
      <p>This page fills as soon as the command is done.</p>
    </EmptyState>
  )
}
