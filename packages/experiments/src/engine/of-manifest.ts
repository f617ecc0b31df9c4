/**
 * The engine that a manifest was made with, if it can be had here.
 */
import { Kernels, type Manifest } from "@marginalia/core"
import { visible } from "@marginalia/core/Visible"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type { EngineAsked } from "./engine.ts"

/** What a manifest was made with that is not to be had here. */
export type EngineProblem =
  /** No `what` of that name is known; `allowed` are those that are. */
  | { readonly _tag: "Unknown"; readonly what: string; readonly name: string; readonly allowed: ReadonlyArray<string> }
  /** This version of Node cannot run the kernels. */
  | { readonly _tag: "Kernels"; readonly variant: string; readonly node: string }

const madeWith = (reason: EngineProblem): string =>
  reason._tag === "Unknown"
    ? `the ${reason.what} "${reason.name}", which is not known here`
    : `the ${reason.variant} kernels, which this Node (${reason.node}) cannot run; verify it with a newer Node`

/** A manifest cannot be checked on this machine. */
export class NotComparable extends Data.TaggedError("NotComparable")<{ readonly reason: EngineProblem }> {
  readonly exitCode = 2
  override get message(): string {
    return visible(`not comparable: the manifest was made with ${madeWith(this.reason)}`)
  }
}

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
  threads: number | undefined
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
