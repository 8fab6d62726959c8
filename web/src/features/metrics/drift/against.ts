/** Where the second set of a comparison is asked: this dataset, another of the project, or a project beside it. */
import type { DriftRequest } from '@/api/field-types'
import type { Dataset, Project } from '@/api/types'

export type Against = { readonly kind: 'dataset'; readonly dataset: Dataset } | { readonly kind: 'project'; readonly name: string }

/** What the URL says: a dataset's id, or a project's name; null and a dataset that is gone mean `here`. */
export function readAgainst(text: string | null, { datasets }: Pick<Project, 'datasets'>, here: Dataset): Against {
  if (text !== null && !/^\d+$/.test(text)) return { kind: 'project', name: text }
  return { kind: 'dataset', dataset: datasets.find(({ id }) => String(id) === text) ?? here }
}

/** What else than this dataset can be compared with: the value in the URL, and what a person reads. */
export function elsewhere({ datasets }: Pick<Project, 'datasets'>, here: Dataset, projects: readonly string[]): { value: string; label: string }[] {
  const others = datasets.filter(({ id }) => id !== here.id).map(({ id, name }) => ({ value: String(id), label: name }))
  return [...others, ...projects.map((name) => ({ value: name, label: `Project ${name.replace(/\.assay$/, '')}` }))]
}

export function currentSide(against: Against, query: string): DriftRequest['current'] {
  return against.kind === 'project' ? { project: against.name, query } : { dataset: against.dataset.id, query }
}
