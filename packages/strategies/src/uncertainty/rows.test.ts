import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { frameOf, rows } from "../../test/model-based.ts"
import { candidateRows, candidateScores, rowScores } from "./rows.ts"

const matrix = rows([1, 2], [3, 4], [5, 6])
const some = frameOf({ probability: matrix }, { candidates: Uint32Array.of(0, 2) })

describe("rows", () => {
  it("gathers the candidates' rows, and copies nothing when all are", () => {
    assert.deepStrictEqual([...candidateRows(some, matrix).data], [1, 2, 5, 6])
    assert.strictEqual(candidateRows(frameOf({ probability: matrix }), matrix), matrix)
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
