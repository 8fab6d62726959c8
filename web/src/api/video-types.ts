/** The nouns of videos, as `types` gives the others. */
import type { components } from './generated/schema'

/** A video as columns: frames, tracks, labels track by track, and what speaks against some of them. */
export type Video = components['schemas']['Video']
