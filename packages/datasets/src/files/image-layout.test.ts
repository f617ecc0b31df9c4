import { assert, describe, it } from "@effect/vitest"
import { Message } from "@marginalia/core"
import * as Effect from "effect/Effect"
import type { InputShape } from "../items.ts"
import { arrange, layoutOf } from "./image-layout.ts"

const kindOf = (...shape: ReadonlyArray<number>): string => {
  const layout = layoutOf(shape)
  return layout === undefined ? "vectors" : layout._tag === "Images" ? layout.channels : "unclear"
}

/** Two items of these sides, numbered as they lie. */
const items = (...sides: readonly [number, number, number]) => {
  const cols = sides[0] * sides[1] * sides[2]
  const matrix = { data: Float32Array.from({ length: 2 * cols }, (_, i) => i), rows: 2, cols }
  return { matrix, layout: layoutOf([2, ...sides]) }
}

describe("where channels are", () => {
  it("is told where it is sure", () => {
    const cases = [
      ["last", [9, 28, 28]],
      ["last", [9, 28, 28, 1]],
      ["last", [9, 28, 28, 3]],
      ["last", [9, 28, 28, 4]],
      ["last", [9, 2, 2, 3]],
      ["first", [9, 1, 28, 28]],
      ["first", [9, 3, 28, 28]],
      ["first", [9, 3, 2, 2]],
      ["unclear", [9, 3, 28, 3]],
      ["unclear", [9, 1, 28, 1]],
      ["unclear", [9, 1, 1, 3]],
      ["unclear", [9, 4, 28, 28]],
      ["unclear", [9, 2, 28, 4]],
      ["vectors", [9, 512, 7, 7]],
      ["vectors", [9, 64]],
      ["vectors", [9, 2, 3, 4, 1]],
      ["vectors", [9]]
    ] as const
    for (const [wanted, shape] of cases) assert.strictEqual(kindOf(...shape), wanted, shape.join())
  })
})

describe("arrange", () => {
  it.effect("moves channels that are first behind the pixels", () =>
    Effect.gen(function*() {
      const { data, shape } = yield* arrange(items(3, 2, 2))
      assert.deepStrictEqual(shape, [2, 2, 3])
      assert.deepStrictEqual([...data.subarray(0, 12)], [0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11])
      assert.deepStrictEqual([...data.subarray(12, 15)], [12, 16, 20])
      const gray = items(1, 2, 5)
      assert.deepStrictEqual(yield* arrange(gray), { data: gray.matrix.data, shape: [2, 5, 1] })
    }))

  it.effect("leaves what is last as it is, and takes a person's word", () =>
    Effect.gen(function*() {
      const last = items(5, 2, 3), both = items(3, 2, 3)
      assert.deepStrictEqual(yield* arrange(last), { data: last.matrix.data, shape: [5, 2, 3] })
      const as = (shape: InputShape) => Effect.map(arrange(both, shape), ({ data }) => [...data.subarray(0, 4)])
      assert.deepStrictEqual(yield* as([3, 2, 3]), [0, 1, 2, 3])
      assert.deepStrictEqual(yield* as([2, 3, 3]), [0, 6, 12, 1])
      const flat = { matrix: items(4, 4, 1).matrix }
      assert.deepStrictEqual((yield* arrange(flat, [4, 4, 1])).shape, [4, 4, 1])
      assert.deepStrictEqual((yield* arrange(flat)).shape, [16])
    }))

  it.effect("refuses what may be read in two ways, with the setting that settles it, and a shape of other numbers", () =>
    Effect.gen(function*() {
      const two = yield* Effect.flip(arrange(items(3, 8, 3)))
      assert.strictEqual(
        Message.toCode(two.problem),
        "the items are 3 × 8 × 3, so that their channels may be first or last"
      )
      assert.match(two.message, /shape.*8x3x3 \(first\) or .*3x8x3 \(last\)/)
      const other = yield* Effect.flip(arrange(items(3, 8, 8), [8, 8, 1]))
      assert.match(other.message, /8x8x1 has 64 numbers, and the rows have 192/)
    }))
})
