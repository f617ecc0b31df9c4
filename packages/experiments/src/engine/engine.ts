/**
 * Who computes: kernels and threads, the clusterer, the search for neighbors.
 */
import { Clusterer, Kernels, type Manifest } from "@marginalia/core"
import * as Message from "@marginalia/core/Message"
import { Kernels as Threaded } from "@marginalia/core/node"
import { MissingPackage, UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { availableParallelism } from "node:os"
import { type OptionalName, optionals, statusOf } from "./packages.ts"

/** What was asked for; the variant only by a manifest. */
export interface EngineAsked {
  /** The threads of the kernels; picks do not depend on them. Default: all cores; one for small pools. */
  readonly threads?: number | undefined
  /** Who clusters. Default ours. */
  readonly clusterer?: "ours" | "mini-batch" | "ml-kmeans" | undefined
  /** Who searches neighbors. Default exact. */
  readonly neighbors?: "exact" | "hnswlib" | undefined
  readonly variant?: Manifest.Manifest["engine"]["variant"] | undefined
}

/** Below so many numbers in the pool, threads take longer to start than to work. */
const SMALL = 1e6

/** How many threads compute over a pool of `size` numbers. */
export const threadsFor = ({ threads }: Pick<EngineAsked, "threads">, size: number): number =>
  threads ?? (size < SMALL ? 1 : availableParallelism())

const kernelsLayer = Effect.fnUntraced(function*({ threads: wanted, variant }: EngineAsked, size: number) {
  if (wanted !== undefined && wanted < 1) {
    return yield* new UsageProblem({
      problem: Message.text`${Message.setting("threads")} is ${wanted}`,
      hint: "it takes a whole number from 1",
      setting: "threads",
      value: wanted,
      reason: "Value",
      expected: "a whole number from 1"
    })
  }
  return Threaded.layer({ threads: threadsFor({ threads: wanted }, size), variant })
})

/** Fails with `MissingPackage` unless the package can be loaded. */
const present = Effect.fnUntraced(function*(name: OptionalName) {
  const optional = optionals[name]
  const status = yield* statusOf(optional)
  if (status === "present") return
  const broken = status === "absent" ? undefined : status.broken
  return yield* new MissingPackage({ name, purpose: optional.purpose, broken })
})

const clustererLayer = Effect.fnUntraced(function*(name: NonNullable<EngineAsked["clusterer"]>) {
  switch (name) {
    case "ours":
      return Layer.empty
    case "mini-batch":
      return Clusterer.layer(Clusterer.miniBatch())
    case "ml-kmeans":
      yield* present("ml-kmeans")
      return (yield* Effect.promise(() => import("@marginalia/strategies/ml-kmeans"))).layer
  }
})

const neighborsLayer = Effect.fnUntraced(function*(name: NonNullable<EngineAsked["neighbors"]>) {
  switch (name) {
    case "exact":
      return Layer.empty
    case "hnswlib":
      yield* present("hnswlib-node")
      return (yield* Effect.promise(() => import("@marginalia/strategies/hnswlib"))).layer()
  }
})

/**
 * The layers of who computes, for a pool of `size` numbers; third-party libraries are loaded only when they are asked
 * for.
 *
 * Fails with `UsageProblem` for a number of threads below 1, and with `MissingPackage`.
 */
export const engineLayer = Effect.fn("engineLayer")(function*(asked: EngineAsked, size: number) {
  return Layer.mergeAll(
    yield* kernelsLayer(asked, size),
    yield* clustererLayer(asked.clusterer ?? "ours"),
    yield* neighborsLayer(asked.neighbors ?? "exact")
  )
})

/** Who computes, for the manifest; read inside the layers. */
export const engineFacts = (asked: EngineAsked) =>
  Effect.map(
    Kernels.Kernels,
    ({ threads, variant }): Manifest.Manifest["engine"] => ({
      variant,
      threads,
      clusterer: asked.clusterer ?? "ours",
      neighbors: asked.neighbors ?? "exact"
    })
  )
