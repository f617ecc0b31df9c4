/**
 * The names that a query knows: the library's columns and the settings.
 */

/** The columns of the library. */
export const BUILT_IN = [
  "embedding",
  "probability",
  "passes",
  "feature",
  "projection",
  "prototype",
  "gradient",
  "cluster",
  "heldOut",
  "labelProbability",
  "estimate",
  "target"
] as const

/** Settings that describe the pool. */
export const POOL_SETTINGS: ReadonlyArray<string> = ["size", "ids", "classes"]

/** Settings of a query. */
export const QUERY_SETTINGS: ReadonlyArray<string> = [
  ...POOL_SETTINGS,
  "budget",
  "seed",
  "labeled",
  "labels",
  "declined",
  "candidates",
  "include",
  "costs",
  "spend",
  "round",
  "clamp",
  "transfer",
  "task",
  "pool"
]
