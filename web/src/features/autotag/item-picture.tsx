import { Crop } from '@/canvas/crop'
import { shapeOf } from '@/canvas/shape-of'
import { useClasses } from '@/state/current'
import type { Item } from './items'

interface ItemPictureProps {
  readonly item: Item
  readonly side: number
  readonly className?: string | undefined
}

/** A whole image, or a label with what is around it. */
export function ItemPicture({ item, side, className }: ItemPictureProps) {
  const classes = useClasses()
  if (!('object' in item)) return <Crop image={item} shapes={[]} side={side} className={className} />
  return <Crop image={item.image} shapes={[shapeOf(item.object, classes.look(item.object.class_id))]} side={side} context={1.5} className={className} />
}
