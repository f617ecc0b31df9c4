/**
 * What is computed on 1, 2, 3, 5 and 8 threads, compared bit by bit, and clusters compared with a plain k-means.
 */
import { Clusterer, type Column, Kernels, Matrix, Query, Rng, Strategy } from "@marginalia/core"
import { registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import { isDeepStrictEqual } from "node:util"
import { works } from "../../packages/core/test/works.ts"
import { plainKmeans } from "./plain-kmeans.ts"
import { columnsOf, groups, poolOf, type Shape } from "./pools.ts"

/** Something to compute, as plain data. */
export interface Task {
  readonly name: string
  readonly run: Effect.Effect<unknown, unknown>
}

/** What must not differ: a name, and what was found wrong, if anything. */
export interface Verdict {
  readonly name: string
  readonly problem: string | undefined
}

/** These compare all pairs of rows. */
const quadratic = new Set(["neighbors", "nearest of another label", "radius graph and its cover"])

const label = ({ cols, rows }: Shape): string => `${rows} x ${cols}`

/** Every kernel on a pool; those that compare all pairs only where there are few. */
export const kernelTasks = (shape: Shape): ReadonlyArray<Task> => {
  const x = poolOf(shape)
  return works.filter(({ name }) => shape.rows < 10_000 || !quadratic.has(name))
    .map(({ name, run }) => ({ name: `${label(shape)}  ${name}`, run: run(x, 5) }))
}

/** Every strategy on a pool. */
export const strategyTasks = (shape: Shape): ReadonlyArray<Task> => {
  const all = columnsOf(shape)
  const labeled = Uint32Array.from({ length: 12 }, (_, i) => 7 * i)
  const base = { size: shape.rows, budget: 12, seed: 3, classes: 4, labeled, labels: labeled.map((i) => i % 4) }
  return [...registry.strategy.keys()].filter((name) => name !== "dbal").map((name) => {
    const strategy = Strategy.readUnsafe(name === "refine" ? "refine(depth=2, batches=5)" : name, registry)
    const columns = Object.fromEntries([...Strategy.needs(strategy)].map((column: Column) => [column, all[column]]))
    const asked = Effect.suspend(() =>
      Strategy.runAny(strategy, Query.makeUnsafe({ ...base, ...columns }) as Query.Any)
    )
    const run = Effect.map(asked, ({ picks, positions, scores }) => ({ picks, positions, scores }))
    return { name: `${label(shape)}  ${name}`, run }
  })
}

/** Kernels on several numbers of threads. */
export type Crews = ReadonlyArray<Kernels.Service>

/**
 * The differences between some crews and the calling thread alone. Each crew does all tasks before the next does the first:
 * what one would not compute must not be there from the one before.
 */
export const compareThreads = Effect.fnUntraced(function*(tasks: ReadonlyArray<Task>, crews: Crews) {
  const on = (crew: Kernels.Service, { run }: Task) => Effect.provideService(run, Kernels.Kernels, crew)
  const expected = yield* Effect.forEach(tasks, (task) => on(Kernels.make(), task))
  const different = tasks.map((): Array<number> => [])
  for (const crew of crews) {
    for (const [at, task] of tasks.entries()) {
      if (!isDeepStrictEqual(yield* on(crew, task), expected[at])) different[at]!.push(crew.threads)
    }
  }
  return tasks.map(({ name }, at): Verdict => {
    const on = different[at]!.join(", ")
    return { name, problem: on === "" ? undefined : `other bits on ${on} threads` }
  })
})

/** Both partitions of the rows, and how far they may be apart. */
const problemOf = (found: Clusterer.Clustering, expected: ReturnType<typeof plainKmeans>): string | undefined => {
  const other = found.assignment.reduce((n, j, i) => j === expected.assignment[i] ? n : n + 1, 0)
  if (other > 0) return `${other} rows are in another cluster than by a plain k-means; sizes ${found.sizes.join(" ")}`
  const error = Math.abs(found.inertia - expected.inertia) / expected.inertia
  return error < 1e-9 ? undefined : `inertia ${found.inertia} instead of ${expected.inertia}`
}

/** k-means on threads against a plain one, from the same rows as centers. */
export const compareClusters = Effect.fnUntraced(function*(shape: Shape, crews: Crews) {
  const matrix = poolOf(shape)
  const start = Float64Array.from(matrix.data.subarray(0, groups * shape.cols))
  const expected = plainKmeans(matrix, start, groups)
  const initial = Matrix.make64(start, groups, shape.cols)
  const request = { matrix, initial, k: groups, key: Rng.fromSeed(0), tolerance: 0, maxIterations: 1000 }
  const verdicts: Array<Verdict> = []
  for (const crew of crews) {
    const found = yield* Effect.provideService(Clusterer.kmeans.cluster(request), Kernels.Kernels, crew)
    verdicts.push({ name: `${label(shape)}  clusters on ${crew.threads} threads`, problem: problemOf(found, expected) })
  }
  return verdicts
})
