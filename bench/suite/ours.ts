/** Our side of a row: `node bench/suite/ours.ts TASK`, a process of its own as the peer's is; one line of JSON. */
import { Clusterer, Matrix, Neighbors, Query, Rng, Strategy } from "@marginalia/core"
import { Kernels } from "@marginalia/core/node"
import { fitPca } from "@marginalia/models/encoders"
import { network, TensorBackend, Trainer, trainingConfig } from "@marginalia/models/training"
import * as strategies from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { readFileSync } from "node:fs"
import { pool } from "../pool.ts"
import type { Task, Told } from "./task.ts"

type Facts = Omit<Told, "seconds" | "peak">

const task = JSON.parse(process.argv[2]!) as Task
const { files, labeled, radius, row, seed, size } = task
const { batches = 1, budget = 1, classes = 10, cols = 0, components = 1, iterations = 100, k = 1, rows = 0 } = size
const key = Rng.fromSeed(seed)

const columns = (name: string, width: number): Matrix.Matrix => {
  const bytes = readFileSync(files[name]!)
  return Matrix.make(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4), rows, width)
}

const all = (): Uint32Array => Uint32Array.from({ length: rows }, (_, i) => i)

const timed = <E>(work: Effect.Effect<Facts, E, never>) =>
  Effect.gen(function*() {
    const start = performance.now()
    const facts = yield* work
    return { ...facts, seconds: (performance.now() - start) / 1000 }
  })

/** Seconds of the fastest of fifteen runs. */
const fastest = <E>(work: Effect.Effect<Facts, E, never>) =>
  Effect.map(Effect.replicateEffect(timed(work), 15), (all) => all.toSorted((a, b) => a.seconds - b.seconds)[0]!)

const pick = (strategy: Strategy.Any, given: object): Effect.Effect<Facts, unknown> => {
  const query = Query.makeUnsafe({ budget, seed, ...given })
  return Effect.map(Strategy.runAny(strategy, query), ({ picks }) => ({ picks: picks.map(({ position }) => position) }))
}

const training = Effect.gen(function*() {
  const count = 32 * batches
  const data = Float32Array.from({ length: count * 32 * 32 * 3 }, (_, i) => Rng.uniform(key, i) - 0.5)
  const items = { data, rows: count, shape: [32, 32, 3] as const }
  const at = Uint32Array.from({ length: count }, (_, i) => i)
  const config = trainingConfig({ optimizer: { kind: "sgd" }, rate: 0.01, epochs: 2, batch: 32 })
  const trainer = yield* Trainer.Trainer
  const labels = Int32Array.from(at, (i) => i % 10)
  const { epochs } = yield* trainer.prepare(
    network({ kind: "resnet", stem: "3x3" }),
    { items, at, labels, classes: 10 },
    config,
    { seed: 1 }
  )
  const speeds = yield* Stream.runCollect(Stream.map(epochs, ({ imagesPerSecond }) => imagesPerSecond))
  const rate = Array.from(speeds).at(-1)!
  return { rate, seconds: count / rate }
}).pipe(Effect.scoped, Effect.provide(Trainer.layer.pipe(Layer.provideMerge(TensorBackend.of("wasm")))))

const work: Readonly<Record<string, () => Effect.Effect<Facts & { readonly seconds: number }, unknown>>> = {
  kmeans: () => {
    const matrix = pool(rows, cols)
    return timed(Effect.map(
      Clusterer.kmeans.cluster({ matrix, k, key, maxIterations: iterations }),
      ({ inertia, iterations }) => ({ inertia, iterations })
    ))
  },
  typiclust: () => timed(pick(strategies.typiclust(), { embedding: pool(rows, cols) })),
  supclust: () => timed(pick(strategies.supclust(), { embedding: pool(rows, cols) })),
  kcenter: () => {
    const matrix = pool(rows, cols), candidates = all()
    const search = Neighbors.farthestFirst({ matrix, centers: Uint32Array.from(labeled), candidates, budget })
    return timed(Effect.map(search, ({ picks }) => ({ picks: [...picks] })))
  },
  probcover: () => {
    const matrix = pool(rows, cols), eligible = all()
    return timed(Effect.gen(function*() {
      const graph = yield* Neighbors.radiusGraph({ matrix, rows: eligible, radius })
      const { picks } = yield* Neighbors.maxCover(graph, { covered: new Uint32Array(), eligible, budget })
      return { picks: [...picks], edges: graph.targets.length }
    }))
  },
  neighbors: () => {
    const matrix = pool(rows, cols), members = all(), group = new Int32Array(rows)
    const search = Neighbors.exact.within({ matrix, members, group, neighbors: () => k })
    return timed(Effect.map(search, ({ distances }) => ({ sum: distances.reduce((sum, d) => sum + d, 0) })))
  },
  badge: () =>
    timed(
      pick(strategies.badge(), { feature: columns("feature", cols), probability: columns("probability", classes) })
    ),
  "msal-d": () => fastest(pick(strategies.msalD(), { projection: columns("projection", cols), classes: cols + 1 })),
  margin: () =>
    fastest(pick(Strategy.make(strategies.top(strategies.margin())), { probability: columns("probability", cols) })),
  entropy: () =>
    fastest(pick(Strategy.make(strategies.top(strategies.entropy())), { probability: columns("probability", cols) })),
  facility: () => timed(pick(strategies.facilityLocation(), { embedding: pool(rows, cols) })),
  pca: () => {
    const matrix = pool(rows, cols)
    return timed(Effect.map(
      fitPca(matrix, { components }),
      ({ variance }) => ({ variance: variance.reduce((sum, x) => sum + x, 0) })
    ))
  },
  training: () => training
}

const name = row.replace(/-(?:\d+|\d+-faiss)$/, "")
const told = await Effect.runPromise(work[name]!().pipe(Effect.provide(Kernels.layer({ threads: task.threads }))))
console.log(JSON.stringify({ ...told, peak: process.resourceUsage().maxRSS / 1024 } satisfies Told))
