/** Which labels are likely of another class, as the server tells it. */
import type { components } from './generated/schema'

type Schemas = components['schemas']

export type MislabelSource = Schemas['MislabelSource']
/** Who could tell, and what was told. */
export type Mislabels = Schemas['Mislabels']
export type ToldMislabels = Schemas['ToldMislabels']
export type MislabelsRequest = Schemas['MislabelsRequest']
/** Files of a person's own, as they were taken. */
export type GivenChances = Schemas['GivenChances']
export type GivenCoarse = Schemas['GivenCoarse']
export type GivenRow = Schemas['GivenRow']
