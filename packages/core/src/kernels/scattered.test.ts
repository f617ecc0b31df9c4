import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { variants } from "../../test/kernels.ts"
import { pools } from "../../test/pools.ts"
import { runs } from "../../test/runs.ts"
import { works } from "../../test/works.ts"
import { fromEngine, Kernels } from "../Kernels.ts"
import { make } from "../Matrix.ts"
import { type Engine, single } from "./engine.ts"
import { cutsFrom, scattered, settingsFrom } from "./scattered.ts"

const on = (engine: Engine) => Effect.provideService(Kernels, fromEngine(engine))

describe("cuts", () => {
  test.prop([
    fc.nat(),
    fc.integer({ min: 0, max: 700 }),
    fc.constantFrom(1, 2, 4, 256),
    fc.integer({ min: 1, max: 8 })
  ])(
    "cover each item once, from multiples of the alignment, in any order, for all threads",
    (seed, items, align, threads) => {
      const cut = cutsFrom(seed, threads)
      const first = [...cut({ items, cost: 1 }, align, 1)]
      const times = new Uint8Array(items)
      for (const { from, thread, to } of first) {
        assert.strictEqual(from % align, 0)
        assert.isTrue(thread >= 0 && thread < threads && Number.isInteger(thread))
        for (let i = from; i < to; i++) times[i]!++
      }
      assert.isTrue(times.every((n) => n === 1))
      if (items < 20 * align) return
      const others = Array.from({ length: 9 }, () => [...cut({ items, cost: 1 }, align, 1)])
      assert.isTrue(others.some((other) => other.length !== first.length))
      assert.isTrue(others.some((other) => other.some(({ from }, i) => i > 0 && from < other[i - 1]!.from)))
    }
  )

  test.prop([fc.nat()])("settings are at least 1 and at most as they usually are", (seed) => {
    const drawn = settingsFrom("simd", seed), { settings } = single("simd")
    for (const [name, value] of Object.entries(settings)) {
      const other = drawn[name as keyof typeof drawn]
      assert.isTrue(Number.isInteger(other) && other >= 1 && other <= value, name)
    }
  })
})

/** Rows enough that whatever is cut is cut, in every run. */
const many = make(Float32Array.from({ length: 700 * 5 }, (_, i) => ((i * 7919) % 101) / 7), 700, 5)

describe.each(variants)("however the work is cut, the same bits (%s)", (variant) => {
  for (const { name, run } of works) {
    test.prop([pools, fc.nat()], { numRuns: runs(40), examples: [[many, 7]] })(name, async (x, seed) => {
      // In this order: what is not computed must not be there from before.
      const found = await Effect.runPromise(run(x, seed).pipe(on(scattered(variant, seed))))
      assert.deepStrictEqual(found, await Effect.runPromise(run(x, seed).pipe(on(single(variant)))))
    })
  }
})
