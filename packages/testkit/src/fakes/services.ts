/**
 * Core's services with known answers, and services that count how often they are called.
 */
import {
  Classifier,
  Clusterer,
  Embedder,
  Kernels,
  type Matrix,
  Neighbors,
  PartFailed,
  Progress
} from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** How often each method of a service was called. */
export type Calls = ReadonlyMap<string, number>

/** A `layer`, and what happened through it (`seen`). */
export interface Fake<L, out Seen> {
  readonly layer: Layer.Layer<L>
  readonly seen: Seen
}

const counter = (): { readonly calls: Calls; readonly count: (name: string) => void } => {
  const calls = new Map<string, number>()
  return { calls, count: (name) => void calls.set(name, (calls.get(name) ?? 0) + 1) }
}

/** An effect that is counted each time it runs. */
const counted = <A, E, R>(count: () => void, effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.suspend(() => {
    count()
    return effect
  })

/** An embedder that knows one embedding; `seen` counts how often it was asked. */
export const embedder = (embedding: Matrix.Matrix): Fake<Embedder, Calls> => {
  const { calls, count } = counter()
  const ask = counted(() => count("embedding"), Effect.succeed(embedding))
  return { layer: Layer.succeed(Embedder, { embedding: ask }), seen: calls }
}

/** What a classifier knows. */
export type Known = { readonly [K in keyof Classifier["Service"]]?: Effect.Success<Classifier["Service"][K]> }

/**
 * A classifier that holds the `known` columns, and fails with `PartFailed` on the others; `seen` counts how often it
 * was asked.
 */
export const classifier = (known: Known): Fake<Classifier, Calls> => {
  const { calls, count } = counter()
  const of = <K extends keyof Known>(column: K) => {
    const value = known[column]
    const unknown = new PartFailed({
      part: "classifier",
      problem: `the fake classifier knows no ${column}`,
      reason: "NoOutput",
      column
    })
    return counted(() => count(column), value === undefined ? Effect.fail(unknown) : Effect.succeed(value))
  }
  const service = {
    probability: of("probability"),
    passes: of("passes"),
    feature: of("feature"),
    projection: of("projection"),
    gradient: of("gradient")
  } as Classifier["Service"]
  return { layer: Layer.succeed(Classifier, service), seen: calls }
}

/** A Progress that writes down what is reported. */
export const progress = (): Fake<never, ReadonlyArray<Progress.Event>> => {
  const events: Array<Progress.Event> = []
  const report = (event: Progress.Event) => Effect.sync(() => void events.push(event))
  return { layer: Layer.succeed(Progress.Progress, { report }), seen: events }
}

/** A service of which every call of a method is counted. */
export const counting = <S extends object>(service: S): { readonly service: S; readonly seen: Calls } => {
  const { calls, count } = counter()
  const wrap = (name: string, value: unknown): unknown =>
    typeof value !== "function" ? value : (...args: ReadonlyArray<unknown>): unknown => {
      count(name)
      return (value as (...args: ReadonlyArray<unknown>) => unknown).apply(service, args as Array<unknown>)
    }
  const wrapped = Object.fromEntries(Object.entries(service).map(([name, value]) => [name, wrap(name, value)]))
  return { service: wrapped as S, seen: calls }
}

/** Kernels that count their calls by name, "dots" say; the default ones below. */
export const kernels = (below: Kernels.Service = Kernels.make()): Fake<never, Calls> => {
  const { seen, service } = counting(below)
  return { layer: Layer.succeed(Kernels.Kernels, service), seen }
}

/** A clusterer that writes down what it is asked; the default one below. */
export const clusterer = (
  below: Clusterer.Service = Clusterer.kmeans
): Fake<never, ReadonlyArray<Clusterer.ClusterRequest>> => {
  const requests: Array<Clusterer.ClusterRequest> = []
  const cluster: Clusterer.Service["cluster"] = (request) =>
    counted(() => void requests.push(request), below.cluster(request))
  return { layer: Clusterer.layer({ name: below.name, cluster }), seen: requests }
}

/** A search for neighbors that writes down what it is asked, and asks the one `below`, by default the exact one. */
export const neighbors = (
  below: Neighbors.Service = Neighbors.exact
): Fake<never, ReadonlyArray<Neighbors.WithinRequest>> => {
  const requests: Array<Neighbors.WithinRequest> = []
  const within: Neighbors.Service["within"] = (request) =>
    counted(() => void requests.push(request), below.within(request))
  return { layer: Layer.succeed(Neighbors.Neighbors, { ...below, within }), seen: requests }
}
