import { assert, it } from "@effect/vitest"
import * as Simplex from "@marginalia/core/Simplex"
import * as Effect from "effect/Effect"
import { classifierOf, probabilityOf } from "./predict.ts"

it.effect("a separated head projects rows, and is surest where a row points at a prototype", () =>
  Effect.gen(function*() {
    const prototypes = Simplex.make(3),
      matrix = { data: Float32Array.from(prototypes.data, (x) => 5 * x), rows: 3, cols: 2 }
    const head = { weights: Float64Array.of(1, 0, 0, 1), bias: new Float64Array(2), classes: 3, prototypes }
    const probability = yield* probabilityOf(matrix, head)
    const projection = yield* classifierOf(matrix, head, probability, 0).projection
    assert.deepStrictEqual([...projection.data], [...matrix.data])
    for (let c = 0; c < 3; c++) assert.isAbove(probability.data[4 * c]!, 0.99)
  }))
