import { assert, describe, it } from "@effect/vitest"
import * as Matrix from "@marginalia/core/Matrix"
import * as Pool from "@marginalia/core/Pool"
import * as Effect from "effect/Effect"
import type { Question } from "./choose.ts"
import { isLarge, partOf } from "./sample.ts"

const matrix = Matrix.make(Float32Array.from({ length: 80 }, (_, i) => i), 40, 2)

const about = Effect.fnUntraced(function*(more: Partial<Question> = {}) {
  const pool = yield* Pool.make({ embedding: matrix })
  const question: Question = {
    pool,
    labeled: Uint32Array.of(31, 2, 17),
    labels: Int32Array.of(0, 1, 0),
    candidates: Uint32Array.from({ length: 40 }, (_, i) => i).filter((i) => ![2, 17, 31].includes(i) && i < 36),
    budget: 3,
    seed: 1,
    round: 1,
    model: undefined,
    ...more
  }
  return yield* partOf(question, matrix, () => undefined, 10)
})

describe("a sample of a large pool", () => {
  it("is taken where it spares more than half of the work, and not where it is turned off", () => {
    assert.deepStrictEqual([isLarge(10_000, 5000), isLarge(10_001, 5000), isLarge(1_000_000, 0)], [false, true, false])
  })

  it.effect("has all labels and so many candidates, each with its own row", () =>
    Effect.gen(function*() {
      const { question, rows } = yield* about()
      assert.deepStrictEqual([rows.length, question.candidates.length, question.pool.columns.embedding?.rows], [
        13,
        10,
        13
      ])
      assert.deepStrictEqual([...question.labeled].map((at) => rows[at]), [31, 2, 17])
      assert.deepStrictEqual([...question.labels], [0, 1, 0])
      const { data } = question.pool.columns.embedding!
      rows.forEach((item, i) => assert.deepStrictEqual([...data.subarray(2 * i, 2 * i + 2)], [2 * item, 2 * item + 1]))
      assert.isTrue(question.candidates.every((at) => rows[at]! < 36 && ![2, 17, 31].includes(rows[at]!)))
    }))

  it.effect("is the same for a seed and a round, and another for others", () =>
    Effect.gen(function*() {
      const rowsOf = (more: Partial<Question>) => Effect.map(about(more), ({ rows }) => rows.join(" "))
      const first = yield* rowsOf({})
      assert.strictEqual(yield* rowsOf({}), first)
      assert.notStrictEqual(yield* rowsOf({ seed: 2 }), first)
      assert.notStrictEqual(yield* rowsOf({ round: 2 }), first)
    }))
})
