import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Kernels, Neighbors, Query, type Selection, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { pools } from "../../core/test/pools.ts"
import { runs } from "../../core/test/runs.ts"
import { kernelsWith } from "../../core/test/set-kernels.ts"
import { tilesOf } from "../../core/test/tiles.ts"
import { registry } from "./registry.ts"

/** What must not differ: without times, and how often a file was read. */
const told = ({ picks, scores, trace }: Selection) => ({
  picks,
  scores,
  trace: trace.map(({ candidates, notes, step }) => ({ step, candidates, notes: { ...notes, passes: 0 } }))
})

const run = (text: string, query: Query.Any, gathered: number) =>
  Effect.flatMap(Strategy.read(text, registry), (strategy) => Strategy.runAny(strategy, query)).pipe(
    Effect.provideService(Kernels.Kernels, kernelsWith({ gathered }))
  )

const strategies = [
  "typiclust(normalize=false)",
  "supclust(normalize=false)",
  "supclust(keep=60%,normalize=false)",
  "kmeans(k=7) | one-per-cluster(typicality(distance=squared,picked=out), refresh=true)",
  "keep-top(typicality(neighborhood=pool,neighbors=3), 9) | k-center",
  "keep-top(typicality(neighborhood=pool,neighbors=3,reference=7), 9) | k-center",
  "supclust(normalize=false,neighbors=4,reference=3)",
  "kmeans(k=2) | one-per-cluster(typicality(distance=squared,picked=out,reference=10), refresh=true)",
  "kmeans",
  "kmeans(k=3) | keep-top(proximity, 50%) | top(typicality)",
  "kmeans(k=3) | keep-per-cluster(proximity, 60%) | distinct(0.01) | one-per-cluster(proximity)",
  "distinct(eps=0.2,normalize=false)",
  "subsample(15, distinct(eps=0.1,normalize=false))",
  "keep-picked(typiclust(normalize=false), kmeans, batches=3, subset=12) | k-center",
  "top(density-weighted(uniform, 2))",
  "keep-top(add(density-weighted(uniform, 2), uniform), 50%) | kmeans(k=4,over=candidates) | nearest-to-center(uniform, space=embedding)",
  "keep-top(uniform, 70%) | weighted-kmeans(density-weighted(uniform), space=embedding) | nearest-to-center(uniform, space=embedding)"
]

describe("parts over a pool in its file", () => {
  test.prop([
    pools.filter(({ rows }) => rows >= 20),
    fc.constantFrom(...strategies),
    fc.constantFrom(256, 512),
    fc.nat({ max: 5 }),
    fc.nat({ max: 99 }),
    fc.constantFrom(1, 2, 5)
  ], { numRuns: runs(120) })(
    "pick as in memory, with the same scores and trace, a few clusters at a time",
    async (matrix, text, tile, count, seed, slices) => {
      const labeled = Uint32Array.from({ length: count }, (_, i) => 2 * i), settings = { budget: 6, seed, labeled }
      const here = Query.makeUnsafe({ embedding: matrix, ...settings })
      const over = Query.overTiles(Query.makeUnsafe({ size: matrix.rows, ...settings }), {
        embedding: tilesOf(matrix, tile)
      })
      const expected = await Effect.runPromise(run(text, here, 2 ** 28))
      // Room for all rows, or for a part of them: a few slices, and clusters that are larger.
      const room = Math.ceil((6 * matrix.cols + 820) * matrix.rows / slices)
      const found = await Effect.runPromise(run(text, over, room))
      assert.deepStrictEqual(told(found), told(expected))
    }
  )

  const rows = 400, data = Float32Array.from({ length: rows * 2 }, (_, at) => (at * 7919) % 41 + 100 * (at % 5))
  const cluster = { assignment: Int32Array.from({ length: rows }, (_, i) => i % 7 - 1) }
  const asked = { cluster, budget: 9, seed: 1 }
  const here = () => Query.makeUnsafe({ embedding: { data, rows, cols: 2 }, ...asked })
  const over = () =>
    Query.overTiles(Query.makeUnsafe({ size: rows, ...asked }), {
      embedding: tilesOf({ data, rows, cols: 2 }, 256)
    })
  const text = "keep-per-cluster(typicality, 50%) | one-per-cluster(sup)"

  it.effect("find the means of clusters that come without centers, and look at rows slice by slice", () =>
    Effect.gen(function*() {
      const expected = told(yield* run(text, here(), 2 ** 28))
      for (const gathered of [3 * 832, 50 * 832, 70 * 832, 150 * 832]) {
        assert.deepStrictEqual(told(yield* run(text, over(), gathered)), expected)
      }
    }))

  it.effect("seek neighbors in a sample of clusters, whether that and they have room or not", () =>
    Effect.gen(function*() {
      for (const reference of [2, 20, 56]) {
        const some = `keep-per-cluster(typicality(reference=${reference}), 50%) | one-per-cluster(sup)`
        const expected = told(yield* run(some, here(), 2 ** 28))
        assert.containsSubset(expected.trace[0]!.notes, { reference, clusters: 6 })
        for (const gathered of [3 * 832, 10 * 832, 50 * 832, 70 * 832]) {
          assert.deepStrictEqual(told(yield* run(some, over(), gathered)), expected)
        }
      }
    }))

  it.effect("refuse a cluster that has no room where another search takes all of it, and say which", () =>
    Effect.gen(function*() {
      const other = { ...Neighbors.exact, name: "another search" }
      const searched = Effect.provideService(run(text, over(), 50 * 832), Neighbors.Neighbors, other)
      const error = yield* Effect.flip(searched)
      assert.match(
        error.message,
        /typicality: cluster 0 has 57 items, whose vectors another search takes .* room for 50; search exactly, ask for more/
      )
    }))
})
