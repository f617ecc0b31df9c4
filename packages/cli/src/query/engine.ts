/**
 * Who computes: kernels and threads, the clusterer, the search for neighbors.
 */
import { Clusterer, Kernels, type Manifest } from "@marginalia/core"
import { Kernels as Threaded } from "@marginalia/core/node"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { availableParallelism } from "node:os"
import { UsageProblem } from "../errors.ts"
import type { Question } from "../flags.ts"

/** What was asked for; the variant only by a manifest. */
export interface EngineAsked extends Pick<Question, "threads" | "clusterer" | "neighbors"> {
  readonly variant?: Manifest.Manifest["engine"]["variant"]
}

const kernelsLayer = Effect.fnUntraced(function*({ threads, variant }: EngineAsked) {
  const wanted = Option.getOrUndefined(threads)
  if (wanted !== undefined && wanted < 1) {
    return yield* new UsageProblem({ problem: `--threads is ${wanted}`, hint: "it takes a whole number from 1" })
  }
  return Threaded.layer({ threads: wanted ?? availableParallelism(), variant })
})

const clustererLayer = (name: Question["clusterer"]): Effect.Effect<Layer.Layer<never>> => {
  switch (name) {
    case "ours":
      return Effect.succeed(Layer.empty)
    case "mini-batch":
      return Effect.succeed(Clusterer.layer(Clusterer.miniBatch()))
    case "ml-kmeans":
      return Effect.die("not there yet")
  }
}

const neighborsLayer = (name: Question["neighbors"]): Effect.Effect<Layer.Layer<never>> => {
  switch (name) {
    case "exact":
      return Effect.succeed(Layer.empty)
    case "hnswlib":
      return Effect.die("not there yet")
  }
}

/** The layers of who computes; third-party libraries are loaded only when they are asked for. */
export const engineLayer = Effect.fn("engineLayer")(function*(asked: EngineAsked) {
  const layers = [
    yield* kernelsLayer(asked),
    yield* clustererLayer(asked.clusterer),
    yield* neighborsLayer(asked.neighbors)
  ] as const
  return Layer.mergeAll(...layers)
})

/** Who computes, for the manifest; read inside the layers. */
export const engineFacts = (asked: EngineAsked) =>
  Effect.map(
    Kernels.Kernels,
    ({ threads, variant }): Manifest.Manifest["engine"] => ({
      variant,
      threads,
      clusterer: asked.clusterer,
      neighbors: asked.neighbors
    })
  )
