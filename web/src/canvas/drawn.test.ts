import { expect, it } from 'vitest'
import { newKeypoints } from './drawn'

const size = { width: 400, height: 200 }

it('a keypoint that stands alone gets a box; of several it is the one around them', () => {
  expect(newKeypoints([100, 50, 2], size)).toEqual({ kind: 'keypoints', keypoints: [100, 50, 2], box: [95, 45, 10, 10] })
  expect(newKeypoints([1, 2, 2, 3, 4, 1], size)).toMatchObject({ box: null })
})
