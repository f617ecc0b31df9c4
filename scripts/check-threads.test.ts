import { assert, describe, it } from "@effect/vitest"
import { Kernels } from "@marginalia/core"
import { Kernels as Threaded } from "@marginalia/core/node"
import * as Effect from "effect/Effect"
import { compareClusters, compareThreads, kernelTasks } from "./threads/compare.ts"
import { small } from "./threads/pools.ts"

describe("the number of threads", () => {
  it.live.each(small.slice(0, 4))("changes nothing: $rows x $cols, $why", (shape) =>
    Effect.gen(function*() {
      const crews = yield* Effect.forEach([2, 3], (threads) => Threaded.make({ threads }))
      const clusters = yield* compareClusters(shape, [Kernels.make(), ...crews])
      const bits = yield* compareThreads(kernelTasks(shape), crews)
      assert.deepStrictEqual([...clusters, ...bits].filter(({ problem }) => problem !== undefined), [])
      assert.isAbove(bits.length, 10)
    }).pipe(Effect.scoped))

  it.live("is seen where it changes something", () =>
    Effect.gen(function*() {
      const crews = yield* Effect.forEach([2, 3], (threads) => Threaded.make({ threads }))
      const run = Effect.map(Kernels.Kernels, ({ threads }) => Float64Array.of(threads === 3 ? NaN : 1))
      const [found] = yield* compareThreads([{ name: "odd", run }], crews)
      assert.deepStrictEqual(found, { name: "odd", problem: "other bits on 3 threads" })
    }).pipe(Effect.scoped))
})
