import { describe, expect, it } from 'vitest'
import { decodeWall } from './wall'

function body(header: object, ids: number[]): ArrayBuffer {
  const text = JSON.stringify(header)
  const head = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 4) * 4))
  const bytes = new Uint8Array(4 + head.length + 20 * ids.length)
  new DataView(bytes.buffer).setUint32(0, head.length, true)
  bytes.set(head, 4)
  const start = 4 + head.length
  const at = (place: number): number => start + 4 * ids.length * place
  new Int32Array(bytes.buffer, at(0)).set(ids)
  new Int32Array(bytes.buffer, at(1)).set(ids.map((id) => id * 10))
  new Int32Array(bytes.buffer, at(2)).set(ids.map(() => -1))
  new Float32Array(bytes.buffer, at(3)).set(ids.map(() => 0.5))
  return bytes.buffer
}

const HEADER = { total: 3, level: 'annotation', odd: 0.99, v: 'a', order: { asked: 'loss', used: 'natural', field: 'id', descending: false, reason: 'no run', remedy: 'evaluate' } }

describe('a wall from its bytes', () => {
  it('has columns beside its header', () => {
    const wall = decodeWall(body({ ...HEADER, group: 'class', groups: [{ class_id: 4, predicted_class_id: null, first: 0, count: 3, exemplars: [8] }] }, [7, 8, 9]))
    expect([[...wall.ids], [...wall.images], [...wall.predicted], [...wall.oddness]]).toEqual([[7, 8, 9], [70, 80, 90], [-1, -1, -1], [0.5, 0.5, 0.5]])
    expect(wall.groups).toEqual([{ classId: 4, first: 0, count: 3, exemplars: [8] }])
  })

  it('tells a pair that misses a side from a group without pairs', () => {
    const wall = decodeWall(body({ ...HEADER, group: 'pair', groups: [{ class_id: 4, predicted_class_id: null, first: 0, count: 3, exemplars: [] }] }, [1, 2, 3]))
    expect(wall.groups[0]?.predictedClassId).toBeNull()
  })
})
