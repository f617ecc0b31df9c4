/**
 * The engine that a manifest was made with, if it can be had here.
 */
import { Kernels, type Manifest } from "@marginalia/core"
import type { EngineAsked } from "@marginalia/experiments/engine/engine"
import * as Effect from "effect/Effect"
import type * as Option from "effect/Option"
import { NotComparable } from "../errors.ts"

const clusterers = ["ours", "mini-batch", "ml-kmeans"] as const
const searches = ["exact", "hnswlib"] as const

const oneOf = <T extends string>(
  what: string,
  known: ReadonlyArray<T>,
  name: string
): Effect.Effect<T, NotComparable> => {
  const found = known.find((one) => one === name)
  return found === undefined
    ? new NotComparable({ reason: { _tag: "Unknown", what, name, allowed: known } })
    : Effect.succeed(found)
}

/**
 * What to ask for so that the same bits come out; threads do not matter.
 *
 * Fails with `NotComparable` when this machine cannot run the manifest's kernels: across variants near-ties may fall
 * otherwise.
 */
export const engineAsked = Effect.fn("engineAsked")(function*(
  manifest: Manifest.Manifest,
  threads: Option.Option<number>
) {
  const { clusterer, neighbors, variant } = manifest.engine
  if (!Kernels.supports(variant)) {
    return yield* new NotComparable({ reason: { _tag: "Kernels", variant, node: process.versions.node } })
  }
  return {
    variant,
    threads,
    clusterer: yield* oneOf("clusterer", clusterers, clusterer),
    neighbors: yield* oneOf("search for neighbors", searches, neighbors)
  } satisfies EngineAsked as EngineAsked
})
