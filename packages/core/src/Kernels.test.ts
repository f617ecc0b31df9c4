import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { variants } from "../test/kernels.ts"
import * as Kernels from "./Kernels.ts"
import { BUDGET } from "./kernels/settings.ts"
import type { Variant } from "./kernels/variant.ts"
import { make, make64 } from "./Matrix.ts"

const large = make(Float32Array.from({ length: 8000 * 64 }, (_, i) => Math.sin(i)), 8000, 64)

/** As many rows as take a variant three times as long as there is between two yields. */
const weightsFor = (variant: Variant) => {
  const rows = Math.ceil(3 * BUDGET[variant] / large.data.length)
  return make64(Float64Array.from({ length: rows * 64 }, (_, i) => Math.cos(i)), rows, 64)
}

describe("Kernels", () => {
  it("is there by default, synchronously", () => {
    const norms = Effect.runSync(Effect.gen(function*() {
      const kernels = yield* Kernels.Kernels
      return yield* kernels.rowNorms(large)
    }))
    assert.closeTo(norms[0]!, Math.hypot(...large.data.subarray(0, 64)), 1e-12)
  })

  it.effect("takes the variant asked for", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* Kernels.Kernels).variant, "typescript")
    }).pipe(Effect.provide(Kernels.layer({ variant: "typescript" }))))

  for (const variant of variants) {
    it.live(`one call makes way for others before it ends (${variant})`, () =>
      Effect.gen(function*() {
        const kernels = Kernels.make({ variant })
        const weights = weightsFor(variant)
        let turns = 0
        setImmediate(() => turns++)
        yield* kernels.dots(large, weights)
        assert.strictEqual(turns, 1)
      }))

    it.live(`timers fire and interruption lands while it works (${variant})`, () =>
      Effect.gen(function*() {
        const kernels = Kernels.make({ variant })
        const weights = weightsFor(variant)
        let passes = 0
        let ticks = 0
        const timer = setInterval(() => ticks++, 1)
        const work = Effect.forever(Effect.tap(kernels.dots(large, weights), () => Effect.sync(() => passes++)))
        const fiber = yield* Effect.forkChild(work)
        yield* Effect.sleep(20)
        yield* Fiber.interrupt(fiber)
        clearInterval(timer)
        assert.isTrue(Exit.isFailure(yield* Fiber.await(fiber)))
        assert.isAbove(ticks, 0)
        assert.isBelow(passes, 1000)
      }))
  }
})
