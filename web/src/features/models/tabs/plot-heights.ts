/** How tall the plots of a tab are: as tall as they may be with nothing of them cut. */
import { usePlotHeight } from '../pane-height'

// The rest of the tab: its edges, the head of the card, a note of one line, the choice of a class.
const AROUND_CALIBRATION = 112
const AROUND_CURVES = 128

export const useCalibrationHeight = (): number => usePlotHeight(AROUND_CALIBRATION, 310)

export const useCurvesHeight = (): number => usePlotHeight(AROUND_CURVES, 290)
