import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { anyProbability, rows } from "../../test/model-based.ts"
import * as Relevance from "./relevance.ts"

const all = (n: number) => Uint32Array.from({ length: n }, (_, i) => i)

describe("relevance", () => {
  it.effect("by hand: uncertainty, then the smallest distance to the picks from 0 to 1", () =>
    Effect.gen(function*() {
      const { add, apart, unsure } = yield* Relevance.make(rows([0.5, 0.5], [1, 0], [0.25, 0.75], [0.5, 0.5]), all(4))
      assert.deepStrictEqual([...unsure], [1, 0, 0.5, 1])
      assert.deepStrictEqual([...apart], [1, 0, 0.5, 1])
      yield* add(1)
      // The distances to it are 1, 0, 1.5 and 1, and before them stood 1, 0, ½ and 1.
      assert.deepStrictEqual([...apart], [1, 0, 0.5, 1])
      yield* add(0)
      // Now 0 and its copy are at 0, 1 too, and ½ is the farthest: it becomes 1.
      assert.deepStrictEqual([...apart], [0, 0, 1, 0])
      yield* add(2)
      assert.deepStrictEqual([...apart], [0, 0, 0, 0])
    }))

  test.prop([anyProbability])(
    "stays between 0 and 1, with 0 for what was picked and its copies",
    (probability) =>
      Effect.runPromise(Effect.gen(function*() {
        const { add, apart } = yield* Relevance.make(probability, all(probability.rows))
        const row = (i: number) => probability.data.slice(i * probability.cols, (i + 1) * probability.cols).join()
        for (let q = 0; q < probability.rows; q++) {
          yield* add(q)
          apart.forEach((d, i) => {
            assert.isTrue(d >= 0 && d <= 1)
            if (row(i) === row(q)) assert.strictEqual(d, 0)
          })
        }
        assert.isTrue(apart.every((d) => d === 0))
      }))
  )
})
