/**
 * How many items a map's UMAP is fitted to: what the learner draws, and what the page says. Tested in draw-map.test.ts and
 * view/map.test.ts.
 */

/** Up to so many items, all. */
const FITTED = 5000
/** Of more, so many that are drawn: the others are placed among their neighbors, each in time that grows with this. */
const DRAWN = 3000

/** The items that the UMAP of a pool of this `size` is fitted to. */
export const fittedOf = (size: number): number => size > FITTED ? DRAWN : size
