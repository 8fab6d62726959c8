/** Kinds of error in plain words; the field's term is the tooltip. */

export interface ErrorWords {
  readonly text: string
  readonly term: string
}

/** Kinds of TIDE. */
export const KIND_WORDS: Readonly<Record<string, ErrorWords>> = {
  cls: { text: 'Right place, wrong class', term: 'Classification error (Cls)' },
  loc: { text: 'Right class, loose box', term: 'Localisation error (Loc): it overlaps a label of its class, but by too little' },
  both: { text: 'Wrong class and loose box', term: 'Both: another class, and overlapping by too little' },
  dupe: { text: 'Seen twice', term: 'Duplicate (Dupe): the label already has a better prediction' },
  bkg: { text: 'Nothing labelled there', term: 'Background error (Bkg): it overlaps no label' },
  miss: { text: 'Labels not seen', term: 'Missed (Miss): no prediction comes near it' },
}

/** Why a prediction is wrong. */
export const REASON_WORDS: Readonly<Record<string, ErrorWords>> = {
  no_label: { text: 'Nothing labelled there', term: 'Background: overlaps no label by 0.1 or more' },
  low_iou: { text: 'Right class, loose box', term: 'Low IoU: overlaps a label of its class, by less than the threshold' },
  taken: { text: 'Seen twice', term: 'Duplicate: the label it overlaps already has another prediction' },
  wrong_class: { text: 'Label of another class', term: 'Confusion: the label there is of another class' },
  ignored: { text: 'In an ignored region', term: 'On a crowd or ignored label: counts for nothing' },
}

/** The words of a kind; those of the server for one that is not known here. */
export const wordsOf = (table: Readonly<Record<string, ErrorWords>>, key: string, title: string): ErrorWords =>
  table[key] ?? { text: title, term: key }
