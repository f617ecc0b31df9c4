import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { frameOf, rows } from "../../test/model-based.ts"
import { turnsOf } from "../../test/turns.ts"
import { candidateRows, candidateScores, rowScores } from "./rows.ts"

const matrix = rows([1, 2], [3, 4], [5, 6])
const some = frameOf({ probability: matrix }, { candidates: Uint32Array.of(0, 2) })

describe("rows", () => {
  it.effect("gathers the candidates' rows, and copies nothing when all are", () =>
    Effect.gen(function*() {
      const { data } = yield* candidateRows(some, matrix)
      assert.deepStrictEqual([...data], [1, 2, 5, 6])
      assert.strictEqual(yield* candidateRows(frameOf({ probability: matrix }), matrix), matrix)
    }))

  it("makes room for the event loop while it gathers", async () => {
    const wide = { data: new Float32Array(2 ** 21), rows: 2 ** 15, cols: 64 }
    const frame = frameOf({ probability: wide }, { candidates: Uint32Array.from({ length: 2 ** 14 }, (_, i) => 2 * i) })
    assert.isAtLeast(await turnsOf(candidateRows(frame, wide)), 4)
  })

  it.effect("puts scores at positions, NaN elsewhere", () =>
    Effect.gen(function*() {
      const expected = Float64Array.of(3, NaN, 11)
      const each = yield* rowScores(some, matrix, (data, at) => data[at]! + data[at + 1]!)
      assert.deepStrictEqual(each, expected)
      const whole = yield* candidateScores(some, matrix, ({ data }) =>
        Effect.succeed(Float64Array.from([0, 1], (i) =>
          data[2 * i]! + data[2 * i + 1]!)))
      assert.deepStrictEqual(whole, expected)
    }))
})
