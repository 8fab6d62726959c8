import type { Dataset, Project, Run, Scope } from '@/api/types'

/** What is spoken of: the project, the chosen dataset and run. */
export interface Current {
  readonly project: Project
  readonly dataset: Dataset
  readonly run: Run | null
  readonly scope: Scope
}

/** The dataset of the URL, else the first one; the run of the URL, else the newest; a run of 0 is none. */
export function chooseCurrent(project: Project, dataset: number | null, run: number | null): Current | null {
  const chosen = project.datasets.find(({ id }) => id === dataset) ?? project.datasets[0]
  if (chosen === undefined) return null
  const named = chosen.runs.find(({ id }) => id === run)
  const picked = run === 0 ? null : (named ?? chosen.runs.at(-1) ?? null)
  return { project, dataset: chosen, run: picked, scope: { dataset: chosen.id, run: picked?.id ?? null } }
}
