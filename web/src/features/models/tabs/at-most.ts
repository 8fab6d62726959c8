/** The hundredth at or below a score: a threshold that still lets it in. */
export const atMost = (score: number): number => Math.floor(score * 100 + 1e-9) / 100
