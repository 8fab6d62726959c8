/** The video that an image is a frame of. */
import { queryOptions } from '@tanstack/react-query'
import type { Transport } from './transport/transport'

export const videoQuery = (transport: Transport, image: number) =>
  queryOptions({ queryKey: ['data', 'video', image], queryFn: ({ signal }) => transport.video(image, signal) })
