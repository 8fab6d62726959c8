/** What a card is about, in the words of someone who looks at the picture. */
import type { IssueItem } from '@/api/types'

type NameOf = (classId: number | null) => string

const TITLES: Readonly<Partial<Record<IssueItem['kind'], (issue: IssueItem, name: NameOf) => string>>> = {
  missing_object: (issue, name) => `${name(subjectClass(issue))} without a label`,
  spurious_label: (issue, name) => `${name(subjectClass(issue))} that the model cannot see`,
  loose_box: (issue, name) => `${name(subjectClass(issue))} in a loose or shifted box`,
  wrong_class: (issue, name) => {
    const better = issue.suggestion?.class_id ?? issue.prediction?.class_id ?? null
    return better === null ? `${name(subjectClass(issue))}?` : `${name(subjectClass(issue))}, or ${name(better)}?`
  },
  duplicate_box: (issue, name) => `${name(subjectClass(issue))} labelled twice`,
  invalid_geometry: (issue, name) => `${name(subjectClass(issue))} in an impossible box`,
  duplicate_image: () => 'The same image twice',
  contradiction: (issue, name) => `${name(subjectClass(issue))} here, another class on a look-alike`,
  class_drift: (issue, name) => `${name(subjectClass(issue))} here, another class in another batch`,
  odd_image: () => 'An image like no other',
  odd_object: (issue, name) => `${name(subjectClass(issue))} that looks like no other`,
  odd_geometry: (issue, name) => `${name(subjectClass(issue))} of an odd size or place`,
  track_error: (issue, name) => `${name(subjectClass(issue))} on a broken track`,
  wrong_pixels: (issue, name) => `${name(subjectClass(issue))} with pixels of another class`,
}

/** Classes are spelled as they are. Falls back on the detector's own title for kinds that come from plug-ins. */
export function issueTitle(issue: IssueItem, name: NameOf): string {
  return TITLES[issue.kind]?.(issue, name) ?? issue.title
}

/** What the button says that applies the suggestion; null where there is none. */
export function acceptVerb(issue: IssueItem, name: NameOf): string | null {
  const { suggestion } = issue
  if (suggestion === null) return null
  if (suggestion.action === 'relabel' && suggestion.class_id !== null) return `Change to ${name(suggestion.class_id)}`
  return suggestion.verb
}

/** The class of what the issue is about. */
export function subjectClass(issue: IssueItem): number | null {
  return issue.label?.class_id ?? issue.prediction?.class_id ?? issue.class_id
}

/** Can the class be given by hand? Not where a whole image is suspected. */
export const takesClass = (issue: IssueItem): boolean => issue.label !== null || issue.prediction !== null
