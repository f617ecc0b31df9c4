import { assert, describe, it } from "@effect/vitest"
import { argsOf, bindTwin, compiledOnly, ranged } from "./kernel.ts"

describe("argsOf", () => {
  it("puts the range first, and gives each thread its own scratch memory", () => {
    const constants = [64, 3, { at: 1024, bytes: 32 }] as const
    assert.deepStrictEqual([...argsOf<["f32", "number", "scratch"]>(2, 5, constants, 0)], [2, 5, 64, 3, 1024])
    assert.deepStrictEqual([...argsOf<["f32", "number", "scratch"]>(5, 9, constants, 3)], [5, 9, 64, 3, 1120])
  })
})

describe("a kernel over ranges", () => {
  it("declares its range before the rest, and aligns to single items unless it says so", () => {
    const { align, params } = ranged("sums", ["f32", "scratch"], () => {})
    assert.deepStrictEqual([align, ...params], [1, "number", "number", "f32", "scratch"])
    assert.strictEqual(compiledOnly("sums", [], 4).align, 4)
  })

  it("has a twin that works at addresses", () => {
    const buffer = new ArrayBuffer(64)
    const add = ranged("add", ["f32", "number", "scratch"], (from, to, x, more, seen) => {
      for (let i = from; i < to; i++) x[i]! += more
      seen[0] = to
    })
    bindTwin(add, () => buffer)(1, 3, 8, 2.5, 32)
    assert.deepStrictEqual([...new Float32Array(buffer, 8, 4)], [0, 2.5, 2.5, 0])
    assert.strictEqual(new Float64Array(buffer)[4], 3)
  })

  it("that is compiled only says so when its twin is called", () => {
    assert.throws(() => compiledOnly("step", []).twin(0, 1), "the kernel step is a step of a compiled algorithm")
  })
})
