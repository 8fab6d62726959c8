/** What to type in a shell, exactly, for what the browser cannot do: reading files of this machine. */
import type { Project } from '@/api/types'

type Folder = Pick<Project, 'folder'>

/** Where the project lies, as one word of the shell. */
export const projectFolder = (project: Folder): string => shellWord(project.folder)

export const importCommand = (project: Folder): string => `assay import ${projectFolder(project)} path/to/dataset`

export const evaluateCommand = (project: Folder): string => `assay evaluate ${projectFolder(project)}`

export const embedCommand = (project: Folder, how: string): string => `assay embed ${projectFolder(project)} ${how}`

/** With several datasets the command names the one that is meant. */
export function predictionsCommand(project: Pick<Project, 'folder' | 'datasets'>, dataset?: string): string {
  const named = dataset !== undefined && project.datasets.length > 1 ? ` --dataset ${shellWord(dataset)}` : ''
  return `assay import-predictions ${projectFolder(project)} predictions.json --run my-model${named}`
}

/** As one word, whatever it holds. */
function shellWord(text: string): string {
  return /^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
