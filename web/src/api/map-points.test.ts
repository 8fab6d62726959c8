import { expect, test } from 'vitest'
import { decodePoints } from './map-points'

test('a header and four arrays come out of the bytes as they went in', () => {
  const text = JSON.stringify({ level: 'image', places: 'map', has_map: true, count: 2, colour: { field: 'class', title: 'Class', type: 'class', terms: [{ value: 1, count: 2 }], low: 0, high: 0 } })
  const header = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / 4) * 4))
  const body = new ArrayBuffer(4 + header.length + 2 * 14)
  new DataView(body).setUint32(0, header.length, true)
  new Uint8Array(body).set(header, 4)
  const start = 4 + header.length
  new Uint32Array(body, start, 2).set([7, 9])
  new Float32Array(body, start + 8, 2).set([0.5, -1])
  new Float32Array(body, start + 16, 2).set([2, 3])
  new Uint16Array(body, start + 24, 2).set([0, 65_535])
  const points = decodePoints(body)
  expect(points.places).toBe('map')
  expect([...points.ids]).toEqual([7, 9])
  expect([...points.xs, ...points.ys]).toEqual([0.5, -1, 2, 3])
  expect([...points.codes]).toEqual([0, 65_535])
})
