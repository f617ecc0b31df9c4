/** Data sets for Node without Effect. */
import * as Effect from "effect/Effect"
import type { Dataset } from "./dataset.ts"
import { load, type LoadOptions } from "./load.ts"
import type { Which } from "./locate.ts"

/** {@link load} as a promise. Rejects with a `DatasetError`, which says what is missing and how to get it. */
export const loadDataset = async (which: Which, options: LoadOptions = {}): Promise<Dataset> => {
  const { layer } = await import("@effect/platform-node/NodeServices")
  return Effect.runPromise(Effect.provide(load(which, options), layer))
}
