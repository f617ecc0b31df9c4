import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { load } from "../backend/load.ts"
import { wasmMask } from "./dropout.ts"
import { hire, threadsOf } from "./module.ts"
import { wasmBackend } from "./wasm-backend.ts"

/** As it is told, one number after the other. */
const naive = (key: Rng.Key, count: number, rate: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Rng.uniform(key, i) < rate ? 0 : 1 / (1 - rate))

const masked = (key: Rng.Key, shape: ReadonlyArray<number>, rate: number): Float32Array => {
  const mask = wasmMask(key, shape, rate), data = mask.dataSync() as Float32Array
  mask.dispose()
  return data
}

const word = fc.nat({ max: 2 ** 32 - 1 })

describe("wasmMask", () => {
  test.prop([
    fc.record({ hi: word, lo: word }),
    fc.integer({ min: 1, max: 70 }),
    fc.oneof(
      fc.constantFrom(0.5, 0.1, 2 ** -53, 1 - 2 ** -53),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    )
  ])("drops what the uniform numbers of the key say, whatever the count", async (key, count, rate) => {
    await Effect.runPromise(load("wasm"))
    assert.deepStrictEqual(masked(key, [count], rate), naive(key, count, rate))
  })

  // The rate is one of the numbers themselves: that one is kept, and at the next larger rate it goes.
  it.live("keeps a number that is the rate", () =>
    Effect.gen(function*() {
      yield* load("wasm")
      const key = Rng.derive(Rng.fromSeed(7), "dropout")
      for (let i = 0; i < 9; i++) {
        const rate = Rng.uniform(key, i)
        assert.isAbove(masked(key, [3, 3], rate)[i]!, 0)
        assert.strictEqual(masked(key, [3, 3], rate + 2 ** -53)[i], 0)
      }
    }))

  it.live("is spread over threads without a change", () =>
    Effect.gen(function*() {
      yield* load("wasm")
      const key = Rng.fromSeed(-3), one = masked(key, [333, 101], 0.3)
      assert.deepStrictEqual(one, naive(key, 333 * 101, 0.3))
      const had = threadsOf(wasmBackend())
      yield* Effect.promise(() => hire(wasmBackend(), 3))
      // A machine with one processor has no shared memory, and stays with one thread.
      assert.strictEqual(threadsOf(wasmBackend()), had > 1 ? 3 : 1)
      assert.deepStrictEqual(masked(key, [333, 101], 0.3), one)
      yield* Effect.promise(() => hire(wasmBackend(), had))
    }))
})
