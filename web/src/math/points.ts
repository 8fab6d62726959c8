/**
 * Points and boxes that know in which frame they are measured.
 *
 * `screen`: CSS pixels from the top left corner of the viewer. `image`: pixels of the displayed image, origin at
 * the top left corner of its top left pixel. The frames are brands: a screen point cannot be passed where an
 * image point is meant, and only the transforms of `view.ts` lead from one to the other.
 */
declare const frame: unique symbol

export type Frame = 'screen' | 'image'

export interface Point<F extends Frame> {
  readonly x: number
  readonly y: number
  readonly [frame]: F
}

/** An axis-parallel rectangle: top left corner, width and height; never negative in size once normalised. */
export interface Box<F extends Frame> {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly [frame]: F
}

export type ScreenPoint = Point<'screen'>
export type ImagePoint = Point<'image'>
export type ScreenBox = Box<'screen'>
export type ImageBox = Box<'image'>

/** Width and height, of an image in its pixels or of a viewer in CSS pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

export const screenPoint = (x: number, y: number): ScreenPoint => ({ x, y }) as ScreenPoint
export const imagePoint = (x: number, y: number): ImagePoint => ({ x, y }) as ImagePoint
export const screenBox = (x: number, y: number, w: number, h: number): ScreenBox => ({ x, y, w, h }) as ScreenBox
export const imageBox = (x: number, y: number, w: number, h: number): ImageBox => ({ x, y, w, h }) as ImageBox
