import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { matrix } from "../test/kernels.ts"
import { tilesOf } from "../test/tiles.ts"
import * as Clusterer from "./Clusterer.ts"
import { make } from "./Matrix.ts"
import * as Rng from "./Rng.ts"

const key = Rng.fromSeed(3)
const line = make(Float32Array.of(0, 1, 10, 11, 20, 21), 6, 1)

/** Eight tight groups in the plane. */
const groups = make(
  Float32Array.from({ length: 4000 }, (_, i) => 10 * Math.sin((i >> 1) % 8 * 0.8 + (i & 1) * 1.57) + Math.sin(i * i)),
  2000,
  2
)

describe("Clusterer", () => {
  it.effect("is k-means by default", () =>
    Effect.gen(function*() {
      const clusterer = yield* Clusterer.Clusterer
      const { assignment, inertia } = yield* clusterer.cluster({ matrix: line, k: 3, key })
      assert.strictEqual(clusterer.name, "kmeans")
      assert.deepStrictEqual([0, 2, 4].map((i) => assignment[i] === assignment[i + 1]), [true, true, true])
      assert.strictEqual(inertia, 1.5)
    }))

  it.effect("is believed by nobody who asks: an answer that makes no sense is an error", () =>
    Effect.gen(function*() {
      const right = yield* Clusterer.kmeans.cluster({ matrix: line, k: 2, key })
      const centers = { ...right.centers, data: right.centers.data.map(() => Number.NaN) }
      const wrong: ReadonlyArray<readonly [unknown, RegExp]> = [
        [undefined, /its assignment is undefined/],
        [{ ...right, assignment: right.assignment.subarray(1) }, /it assigned 5 rows, and the matrix has 6/],
        [
          { ...right, assignment: right.assignment.map((c, i) => i === 3 ? 7 : c) },
          /row 3 is in cluster 7; there are 2/
        ],
        [{ ...right, assignment: right.assignment.map((c, i) => i === 3 ? -1 : c) }, /row 3 is in cluster -1/],
        [{ ...right, sizes: Uint32Array.of(6, 0) }, /its size is/],
        [{ ...right, inertia: Number.NaN }, /its inertia is NaN/],
        [{ ...right, centers }, /the center of cluster 0 holds NaN/],
        [{ ...right, centers: { ...centers, cols: 2 } }, /2 × 2 of 2 numbers, and should be 2 × 1/],
        [{ ...right, centers: undefined }, /its centers are undefined/]
      ]
      for (const [answer, message] of wrong) {
        const service = { name: "mine", cluster: () => Effect.succeed(answer as Clusterer.Clustering) }
        const error = yield* Effect.flip(Clusterer.ask(service, { matrix: line, k: 2, key }))
        assert.deepStrictEqual([error._tag, error.reason._tag], ["ClusteringError", "Answer"])
        assert.match(error.message, /^mine: the answer is at fault: /)
        assert.match(error.message, message)
      }
      assert.deepStrictEqual(yield* Clusterer.ask(Clusterer.kmeans, { matrix: line, k: 2, key }), right)
      const rows = Uint32Array.of(0, 1, 4)
      const some = yield* Clusterer.ask(Clusterer.kmeans, { matrix: line, k: 2, key, rows })
      const stray = {
        name: "mine",
        cluster: () => Effect.succeed({ ...some, assignment: Int32Array.of(0, 0, 0, -1, 1, -1) })
      }
      assert.match((yield* Effect.flip(Clusterer.ask(stray, { matrix: line, k: 2, key, rows }))).message, /at fault/)
      const broken = { name: "mine", cluster: () => Effect.promise(() => Promise.reject(new Error("no library"))) }
      const failed = yield* Effect.flip(Clusterer.ask(broken, { matrix: line, k: 2, key }))
      assert.match(failed.message, /no library/)
      assert.deepInclude(failed.reason, { _tag: "Failed", cause: new Error("no library") })
    }))

  it("works synchronously", () => {
    assert.strictEqual(Effect.runSync(Clusterer.kmeans.cluster({ matrix: line, k: 2, key })).sizes.length, 2)
  })

  for (
    const [request, problem, reason] of [
      [{ matrix: line, k: 0, key }, /k is 0/, { _tag: "K", value: 0 }],
      [{ matrix: line, k: 2, key, rows: new Uint32Array(0) }, /no row/, { _tag: "NoRows" }],
      [
        { matrix: line, k: 2, key, weights: Float64Array.of(1) },
        /1 weights for 6/,
        { _tag: "WeightCount", weights: 1, rows: 6 }
      ],
      [
        { matrix: line, k: 2, key, weights: new Float64Array(6) },
        /every weight is 0/,
        { _tag: "NoWeight", rows: 6 }
      ],
      [
        { matrix: line, k: 2, key, initial: { data: new Float64Array(2), rows: 1, cols: 2 } },
        /2 columns/,
        { _tag: "Width", value: 2, expected: 1 }
      ]
    ] as const
  ) {
    it.effect(`refuses: ${problem.source}`, () =>
      Effect.gen(function*() {
        const error = yield* Effect.flip(Clusterer.kmeans.cluster(request))
        assert.match(error.message, problem)
        assert.deepStrictEqual(error.reason, reason)
      }))
  }

  it.effect("reports progress up to the end", () =>
    Effect.gen(function*() {
      const seen: Array<number> = []
      const onProgress = (done: number) => Effect.sync(() => void seen.push(done))
      const { iterations } = yield* Clusterer.kmeans.cluster({ matrix: line, k: 3, key, onProgress })
      assert.deepStrictEqual(seen, Array.from({ length: 3 + iterations }, (_, i) => i + 1))
    }))

  it.live("interruption lands before the work is done", () =>
    Effect.gen(function*() {
      let done = 0
      const onProgress = (now: number) => Effect.sync(() => void (done = now))
      const matrix = make(Float32Array.from({ length: 4_000_000 }, (_, i) => Math.sin(i * i)), 40_000, 100)
      const work = Clusterer.kmeans.cluster({ matrix, k: 2000, key, onProgress })
      const fiber = yield* Effect.forkChild(work)
      yield* Effect.sleep(100)
      yield* Fiber.interrupt(fiber)
      assert.isTrue(Exit.isFailure(yield* Fiber.await(fiber)))
      assert.isBelow(done, 2000)
    }))

  it.effect("asks of files those who take them, and believes them no more", () =>
    Effect.gen(function*() {
      const tiles = tilesOf(line, 256), request = { tiles, k: 2, key }
      const right = yield* Clusterer.kmeans.cluster({ matrix: line, k: 2, key })
      const mine = Clusterer.make("mine", () => Effect.succeed(right))
      const refused = yield* Effect.flip(Clusterer.askOver(mine, request))
      assert.match(refused.message, /^mine: it takes the rows in memory.*take kmeans or mini-batch/)
      const over = (answer: Clusterer.Clustering) => Clusterer.make("mine", mine.cluster, () => Effect.succeed(answer))
      assert.deepStrictEqual(yield* Clusterer.askOver(over(right), request), right)
      const wrong = yield* Effect.flip(Clusterer.askOver(over({ ...right, inertia: -1 }), request))
      assert.match(wrong.message, /at fault: its inertia is -1/)
      for (const service of [Clusterer.kmeans, Clusterer.miniBatch(), over(right)]) {
        const none = yield* Effect.flip(Clusterer.askOver(service, { ...request, k: 0 }))
        assert.match(none.message, /k is 0/)
      }
    }))

  it.effect("mini-batch comes close to k-means where clusters are clear", () =>
    Effect.gen(function*() {
      const request = { matrix: groups, k: 8, key }
      const full = yield* Clusterer.kmeans.cluster(request)
      const batches = yield* Clusterer.miniBatch({ batchSize: 200 }).cluster(request)
      assert.isAtMost(batches.inertia, 1.05 * full.inertia)
      assert.isAtLeast(batches.inertia, 0.999 * full.inertia)
    }))

  it.effect("mini-batch ends when batches give no less inertia, however many rows there are beside those it looked at", () =>
    Effect.gen(function*() {
      const matrix = make(Float32Array.from({ length: 40_000 }, (_, i) => groups.data[i % 4000]!), 20_000, 2)
      const { converged, iterations } = yield* Clusterer.ask(Clusterer.miniBatch({ batchSize: 10 }), {
        matrix,
        k: 8,
        key
      })
      assert.isTrue(converged)
      assert.isBelow(iterations, 300)
    }))

  it.effect("mini-batch finds the one row that weighs something, which no batch of the start has drawn", () =>
    Effect.gen(function*() {
      const weights = Float64Array.from({ length: 2000 }, (_, i) => i === 1234 ? 2 : 0)
      const request = { matrix: groups, weights, k: 3, key }
      const { centers, sizes } = yield* Clusterer.ask(Clusterer.miniBatch({ batchSize: 1 }), request)
      assert.deepStrictEqual([...sizes], [2000])
      assert.deepStrictEqual([...centers.data], [...groups.data.subarray(2468, 2470)])
    }))

  test.prop([matrix.filter((x) => x.rows > 0)])("mini-batch leaves no cluster empty and repeats itself", (matrix) => {
    const once = () => Effect.runPromise(Clusterer.miniBatch({ batchSize: 7 }).cluster({ matrix, k: 5, key }))
    return Promise.all([once(), once()]).then(([one, two]) => {
      assert.deepStrictEqual(one, two)
      assert.isTrue(one.sizes.every((size) => size > 0))
      assert.strictEqual(one.sizes.reduce((sum, size) => sum + size), matrix.rows)
    })
  })
})
