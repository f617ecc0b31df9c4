/** Data sets for Node without Effect. */
import * as Effect from "effect/Effect"
import type { Dataset } from "./dataset.ts"
import type { Which } from "./locate.ts"
import { loadData, type LoadDataOptions } from "./own.ts"

/**
 * {@link loadData} as a promise, for Node without Effect.
 *
 * `which` and `options` (default none) are those of `loadData`. Rejects with a `DatasetError`, which says what is
 * missing and how to get it.
 */
export const loadDataset = async (which: Which, options: LoadDataOptions = {}): Promise<Dataset> => {
  const { layer } = await import("@effect/platform-node/NodeServices")
  return Effect.runPromise(Effect.provide(loadData(which, options), layer))
}
