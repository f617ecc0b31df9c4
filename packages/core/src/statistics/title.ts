/**
 * How messages call a run. Tested in `run.test.ts`.
 */
import type { Run } from "./runs.ts"

/** What a run is called in messages. */
export const title = ({ dataset, seed, strategy }: Pick<Run, "dataset" | "seed" | "strategy">): string =>
  `${strategy} on ${dataset} with seed ${seed}`
