import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { variants } from "../../test/kernels.ts"
import { alignOf, chunkSize, evenly, single, step } from "./engine.ts"
import { ranged } from "./kernel.ts"
import { scattered } from "./scattered.ts"
import { settingsOf } from "./settings.ts"
import * as Slab from "./slab.ts"

describe("chunkSize", () => {
  const settings = settingsOf("simd", { budget: 1000 })

  test.prop([
    fc.nat(5000),
    fc.integer({ min: 1, max: 3000 }),
    fc.constantFrom(1, 4, 256),
    fc.integer({ min: 1, max: 8 })
  ])(
    "whole aligned blocks within the budget, one at least; enough of them for all threads",
    (items, cost, align, parts) => {
      const size = chunkSize(settings, { items, cost }, align, parts)
      assert.strictEqual(size % align, 0)
      assert.isTrue(size === align || size * cost <= settings.budget)
      assert.isAtLeast(size, align)
      assert.isBelow(size * parts, items + (parts + 1) * align)
    }
  )

  test.prop([fc.nat(5000), fc.integer({ min: 1, max: 3000 }), fc.constantFrom(1, 4, 256)])(
    "of kernels one after the other, what has room in a core's cache, one block at least",
    (items, bytes, align) => {
      const size = chunkSize({ ...settings, cached: 4000 }, { items, cost: 0.01, bytes }, align, 1)
      assert.strictEqual(size % align, 0)
      assert.isTrue(size === align || size * bytes <= 4000)
    }
  )

  it("a chunk on one thread is all there is, where the budget allows it", () => {
    assert.strictEqual(chunkSize(settings, { items: 10, cost: 100 }, 1, 1), 10)
    assert.strictEqual(chunkSize(settings, { items: 10, cost: 100 }, 1, 3), 4)
    assert.strictEqual(chunkSize(settings, { items: 10, cost: 250 }, 1, 1), 4)
  })
})

describe("evenly", () => {
  test.prop([fc.nat(500), fc.integer({ min: 1, max: 50 })])("covers every item once, in order", (items, size) => {
    let next = 0
    for (const { from, thread, to } of evenly({ items, cost: 1 }, 1, size)) {
      assert.deepStrictEqual([from, thread], [next, 0])
      next = to
    }
    assert.strictEqual(next, items)
  })
})

describe("a kernel over ranges", () => {
  const marks = ranged("marks", ["u32"], (from, to, out) => {
    for (let i = from; i < to; i++) out[i]!++
  })

  it("is done for every item once", () => {
    const slab = Slab.make(4096, "typescript")
    const at = slab.alloc(400)
    const engine = single("typescript", { settings: { budget: 7 } })
    Effect.runSync(engine.over(slab, marks, { items: 99, cost: 2 }, [at]))
    assert.deepStrictEqual([...Slab.u32(slab, at, 100)], [...new Array<number>(99).fill(1), 0])
  })

  const [fours, sixes] = [4, 6].map((align) =>
    ranged("steps", ["u32", "u32"], (from, to, of, into) => {
      for (let i = from; i < to; i++) into[i] = 2 * of[i]! + (from % align === 0 ? 1 : 1000)
    }, align)
  ) as [typeof steps, typeof steps]
  const steps = ranged("steps", ["u32", "u32"], () => {})

  test.prop([fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 400 }), fc.nat()])(
    "several are called one after the other for ranges that each of them may be called for",
    (items, bytes, seed) => {
      const slab = Slab.make(4096, "typescript"),
        [a, b, c] = [slab.alloc(400), slab.alloc(400), slab.alloc(400)]
      Slab.u32(slab, a, 100).set(Array.from({ length: 100 }, (_, i) => i))
      for (const at of [b, c]) Slab.u32(slab, at, 100).fill(7)
      const all = [step(fours, [a, b]), step(sixes, [b, c])], work = { items, cost: 1, bytes }
      for (const engine of [single("typescript", { settings: { cached: 900 } }), scattered("typescript", seed)]) {
        Effect.runSync(engine.through(slab, all, work))
        const expected = Array.from({ length: 100 }, (_, i) => i < items ? 4 * i + 3 : 7)
        assert.deepStrictEqual([...Slab.u32(slab, c, 100)], expected)
      }
      assert.strictEqual(alignOf(all), 12)
    }
  )

  it.each(variants.filter((variant) => variant !== "typescript"))(
    "is refused when its compiled form has other parameters (%s)",
    (variant) => {
      const slab = Slab.make(4096, variant)
      const short = ranged("rowNorms", ["f32", "number"], () => {})
      assert.throws(() => slab.bind(short, variant), "rowNorms has 5 parameters compiled and 4 declared")
    }
  )
})
