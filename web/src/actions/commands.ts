/** What to type in a shell, exactly, for what the browser cannot do: reading files of this machine. */
import type { Project } from '@/api/types'

/** Project folders end in `.assay`; the server names a project without it. */
export const projectFolder = (project: Pick<Project, 'name'>): string => shellWord(`${project.name}.assay`)

export const importCommand = (project: Pick<Project, 'name'>): string =>
  `assay import ${projectFolder(project)} path/to/dataset`

/** With several datasets the command names the one that is meant. */
export function predictionsCommand(project: Pick<Project, 'name' | 'datasets'>, dataset?: string): string {
  const named = dataset !== undefined && project.datasets.length > 1 ? ` --dataset ${shellWord(dataset)}` : ''
  return `assay import-predictions ${projectFolder(project)} predictions.json --run my-model${named}`
}

/** As one word, whatever it holds. */
function shellWord(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
