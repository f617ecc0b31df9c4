import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { variants } from "../test/kernels.ts"
import * as Clusterer from "./Clusterer.ts"
import * as Kernels from "./Kernels.ts"
import { make, make64 } from "./Matrix.ts"
import * as Node from "./node.ts"
import * as Rng from "./Rng.ts"

const x = make(Float32Array.from({ length: 2500 * 67 }, (_, i) => Math.sin(i * 1.7) + Math.cos(i * i)), 2500, 67)
const w = make64(Float64Array.from({ length: 30 * 67 }, (_, i) => Math.cos(i)), 30, 67)

/** Everything that k-means and the single passes give, as plain data. */
const everything = Effect.gen(function*() {
  const kernels = yield* Kernels.Kernels
  const { matrix, zeroRows } = yield* kernels.normalizeRows(x)
  return {
    norms: yield* kernels.rowNorms(x),
    normalized: matrix.data.slice(),
    zeroRows,
    dots: yield* kernels.dots(matrix, w),
    distances: yield* kernels.squaredDistancesTo(x, 77),
    clustering: yield* Clusterer.kmeans.cluster({ matrix, k: 40, key: Rng.fromSeed(1), maxIterations: 20 }),
    batches: yield* Clusterer.miniBatch({ batchSize: 1000 }).cluster({ matrix: x, k: 20, key: Rng.fromSeed(1) })
  }
})

describe("kernels on threads", () => {
  for (const variant of variants.filter((variant) => variant !== "typescript")) {
    it.live(`the number of threads changes no bit (${variant})`, () =>
      Effect.gen(function*() {
        const one = yield* everything.pipe(Effect.provide(Kernels.layer({ variant })))
        for (const threads of [2, 3]) {
          const more = yield* everything.pipe(Effect.provide(Node.Kernels.layer({ threads, variant })))
          assert.deepStrictEqual(more, one)
        }
      }), 30_000)
  }

  it.live("says how many threads there are", () =>
    Effect.gen(function*() {
      const { threads, variant } = yield* Node.Kernels.make({ threads: 3 })
      assert.strictEqual(threads, variant === "typescript" ? 1 : 3)
      assert.strictEqual((yield* Node.Kernels.make({ threads: 2, variant: "typescript" })).threads, 1)
    }).pipe(Effect.scoped))

  it.live("interruption lands before the work is done, and the threads go on to other work", () =>
    Effect.gen(function*() {
      const kernels = yield* Node.Kernels.make({ threads: 2 })
      let passes = 0
      const work = Effect.forever(Effect.tap(kernels.dots(x, w), () => Effect.sync(() => passes++)))
      const fiber = yield* Effect.forkChild(work)
      yield* Effect.sleep(50)
      yield* Fiber.interrupt(fiber)
      assert.isTrue(Exit.isFailure(yield* Fiber.await(fiber)))
      const before = passes
      assert.strictEqual((yield* kernels.rowNorms(x)).length, x.rows)
      assert.strictEqual(passes, before)
    }).pipe(Effect.scoped))

  it.live("one pool serves several fibers at once", () =>
    Effect.gen(function*() {
      const kernels = yield* Node.Kernels.make({ threads: 2 })
      const alone = yield* kernels.dots(x, w)
      const all = yield* Effect.all(Array.from({ length: 4 }, () => kernels.dots(x, w)), { concurrency: 4 })
      for (const one of all) assert.deepStrictEqual(one, alone)
    }).pipe(Effect.scoped))
})
