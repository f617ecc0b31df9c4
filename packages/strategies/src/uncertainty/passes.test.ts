import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import type { Frame } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { anyPasses, frameOf, rows } from "../../test/model-based.ts"
import { blockOf, favorite, passScores, votesOf } from "./passes.ts"

describe("passes", () => {
  it("a block holds some rows of each pass, and their mean", () => {
    const block = blockOf([rows([1, 0], [0, 1]), rows([0, 1], [0, 1])], Uint32Array.of(1, 0))
    assert.deepStrictEqual([...block.mean.data], [0, 1, 0.5, 0.5])
    assert.deepStrictEqual([...block.passes[1]!.data], [0, 1, 0, 1])
  })

  it("favorites and votes: ties go to the smaller class", () => {
    assert.strictEqual(favorite(Float64Array.of(9, 0.3, 0.4, 0.4), 1, 3), 1)
    const block = blockOf([rows([0.5, 0.5]), rows([0.2, 0.8])], Uint32Array.of(0))
    assert.deepStrictEqual([...votesOf(block, 0, new Uint32Array(2))], [1, 1])
  })

  test.prop([anyPasses])("the mean of passes that agree is their value, to the bit", ([first]) => {
    const all = Uint32Array.from({ length: first!.rows }, (_, i) => i)
    const { mean } = blockOf([first!, first!, first!], all)
    assert.deepStrictEqual(mean.data, Float64Array.from(first!.data))
  })

  it("the mean is the same bits in every order of the passes, also where a plain sum rounds", () => {
    const passes = [rows([1]), rows([2 ** -53]), rows([2 ** -53])]
    const [mean, turned] = [passes, passes.toReversed()].map((all) => blockOf(all, Uint32Array.of(0)).mean.data[0])
    assert.strictEqual(turned, mean)
  })

  it.effect("a large pool is scored block by block", () =>
    Effect.gen(function*() {
      const n = 300_000
      const pass = { data: Float32Array.from({ length: 2 * n }, (_, i) => i), rows: n, cols: 2 }
      const sizes: Array<number> = [], memory = new Set<unknown>()
      const scores = yield* passScores(frameOf({ passes: [pass, pass] }) as Frame.Frame<"passes">, (block) => {
        const { mean, passes, rows } = block
        sizes.push(rows * 2 * passes.length)
        for (const { data } of [mean, ...passes]) memory.add(data.buffer)
        return Effect.succeed(Float64Array.from({ length: rows }, (_, i) => mean.data[2 * i]!))
      })
      assert.isAtMost(Math.max(...sizes), 2 ** 16)
      assert.strictEqual(memory.size, 3, "all blocks lie in the same memory")
      assert.strictEqual(scores[n - 1], 2 * (n - 1))
    }))
})
