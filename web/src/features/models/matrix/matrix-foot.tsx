import { type ReactNode, useState } from 'react'
import type { ClassBook } from '@/state/class-book'
import { Button } from '@/ui/button'
import { ClassPicker } from '@/ui/class-picker'
import type { Matrix } from './matrix'
import styles from './matrix.module.css'
import type { MatrixLook } from './use-matrix-look'

interface MatrixFootProps {
  readonly matrix: Matrix
  readonly classes: ClassBook
  readonly look: MatrixLook
  readonly onFind: (place: number) => void
  /** What the matrix tells, and in which order. */
  readonly children: ReactNode
}

/** Fewer classes are all in sight. */
const SEARCHED_FROM = 12

/** Under the matrix: the way to a class, and the way back to all of it. */
export function MatrixFoot({ matrix, classes, look, onFind, children }: MatrixFootProps) {
  const [finding, setFinding] = useState(false)
  const pick = (id: number): void => {
    setFinding(false)
    onFind(matrix.classes.findIndex((known) => known.id === id))
  }
  return (
    <div className={styles.foot}>
      <span className={styles.hint}>Rows are labels, columns predictions</span>
      {!look.isWhole && (
        <Button size="small" variant="quiet" onClick={look.fit}>
          Show all
        </Button>
      )}
      {matrix.classes.length > SEARCHED_FROM && (
        <Button size="small" icon="search" onClick={() => setFinding(true)}>
          Find a class
        </Button>
      )}
      {children}
      {finding && <ClassPicker title="Find a class in the matrix" classes={classes.all} onPick={pick} onClose={() => setFinding(false)} />}
    </div>
  )
}
