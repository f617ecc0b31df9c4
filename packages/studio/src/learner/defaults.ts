/**
 * The strategies that order where no other is asked for, as text. Tested in `choose.test.ts`.
 */

/** What orders where nothing else is asked for: typical items while labels are few, then those that the model is unsure of. */
export const DEFAULT_STRATEGY = "typiclust-then-margin"

/** What orders before there is a model, where the strategy asks one. */
export const COLD_START = "typiclust"
