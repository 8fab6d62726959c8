import { describe, expect, it } from 'vitest'
import { boxOfLone, keypointBounds } from './keypoints'
import { imagePoint } from './points'
import { beginPose, hidingTurned, isFull, type Pose, pointPlaced, pointSkipped, pointTakenBack, poseDone, poseWords, wanting } from './pose'

const at = (x: number, y: number) => (pose: Pose) => pointPlaced(pose, imagePoint(x, y))
const after = (...steps: ((pose: Pose) => Pose)[]): Pose => steps.reduce((pose, step) => step(pose), beginPose(['nose', 'left hand', 'right hand']))

describe('keypoints placed one by one', () => {
  it('are asked for by name', () => {
    expect(poseWords(after())).toBe('nose 1/3')
    expect(poseWords(after(at(1, 2)))).toBe('left hand 2/3')
    expect(poseWords(after(at(1, 2), pointSkipped, at(3, 4)))).toBeNull()
  })

  it('are seen, hidden, or not labelled', () => {
    const pose = after(at(1, 2), pointSkipped, hidingTurned, at(3, 4))
    expect(isFull(pose)).toBe(true)
    expect(poseDone(pose)).toEqual([1, 2, 2, 0, 0, 0, 3, 4, 1])
  })

  it('are hidden one at a time, by a key that is pressed again to unsay it', () => {
    expect(poseWords(after(hidingTurned))).toBe('nose 1/3, hidden')
    expect(after(hidingTurned, hidingTurned, at(1, 2)).placed).toEqual([1, 2, 2])
    expect(after(hidingTurned, at(1, 2), at(3, 4)).placed).toEqual([1, 2, 1, 3, 4, 2])
  })

  it('are taken back, also what was skipped', () => {
    expect(after(at(1, 2), pointSkipped, pointTakenBack)).toEqual(after(at(1, 2)))
    expect(after(pointTakenBack)).toEqual(after())
  })

  it('end early: what was not asked for is not labelled', () => {
    expect(poseDone(after(at(1, 2), at(3, 4)))).toEqual([1, 2, 2, 3, 4, 2, 0, 0, 0])
  })

  it('make no label where fewer than two places are labelled', () => {
    expect(poseDone(after())).toBeNull()
    expect(poseDone(after(at(1, 2), pointSkipped, pointSkipped))).toBeNull()
    expect(poseDone(after(at(1, 2), at(1, 2)))).toBeNull()
  })

  it('of a class that has one, one makes a label', () => {
    const lone = pointPlaced(beginPose(['centre']), imagePoint(5, 6))
    expect(isFull(lone)).toBe(true)
    expect(poseDone(lone)).toEqual([5, 6, 2])
    expect(poseDone(pointSkipped(beginPose(['centre'])))).toBeNull()
    expect(wanting(lone)).toBe('One keypoint must be placed')
  })

  it('are no more than the class has', () => {
    const full = after(at(1, 2), at(3, 4), at(5, 6))
    expect(at(7, 8)(full)).toBe(full)
    expect(pointSkipped(full)).toBe(full)
  })
})

it('the box lies around those that are labelled', () => {
  expect(keypointBounds([4, 9, 2, 0, 0, 0, 10, 5, 1])).toEqual({ x: 4, y: 5, w: 6, h: 4 })
  expect(keypointBounds([0, 0, 0])).toBeNull()
})

it('the box of one that stands alone lies around it, inside the image', () => {
  const size = { width: 400, height: 200 }
  expect(boxOfLone(imagePoint(100, 50), size)).toEqual({ x: 95, y: 45, w: 10, h: 10 })
  expect(boxOfLone(imagePoint(399, 0), size)).toEqual({ x: 394, y: 0, w: 6, h: 5 })
})
