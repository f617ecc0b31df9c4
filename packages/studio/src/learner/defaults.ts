/**
 * What orders where nothing else is asked for: strategies, as text. Tested in `choose.test.ts` and `sample.test.ts`.
 */

/** What orders where nothing else is asked for: typical items while labels are few, then those that the model is unsure of. */
export const DEFAULT_STRATEGY = "typiclust-then-margin"

/** What orders before there is a model, where the strategy asks one. */
export const COLD_START = "typiclust"

/** Of so many items the first order of a large pool is: typical items of 5,000 are found in less than a second. */
export const SAMPLE = 5000
