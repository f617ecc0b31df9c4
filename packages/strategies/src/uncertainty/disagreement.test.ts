import { assert, describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import { Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { anyPasses, rows, scored } from "../../test/model-based.ts"
import { disagreement } from "./disagreement.ts"

describe("disagreement", () => {
  it.effect("by hand: one of three, all, none; ties go to the smaller class", () =>
    Effect.map(
      scored(disagreement(), {
        probability: rows([0.6, 0.4], [0.1, 0.9], [0.5, 0.5]),
        passes: [
          rows([0.9, 0.1], [0.7, 0.3], [0.5, 0.5]),
          rows([0.2, 0.8], [0.5, 0.5], [1, 0]),
          rows([0.6, 0.4], [1, 0], [0.6, 0.4])
        ]
      }),
      (scores) => assert.deepStrictEqual(scores, Float64Array.of(1 / 3, 1, 0))
    ))

  test.prop([anyPasses])("counts the passes with another favorite, and asks for the candidates alone", (passes) => {
    const probability = passes[0]!,
      favorite = (pass: Matrix.Matrix, i: number) => {
        const row = [...Matrix.row(pass, i)]
        return row.indexOf(Math.max(...row))
      }
    const candidates = Uint32Array.from(Array(probability.rows).keys()).filter((i) => i % 2 === 0)
    return Effect.runPromise(Effect.map(
      scored(disagreement(), { passes, probability }, { candidates }),
      (scores) =>
        scores.forEach((x, i) => {
          const others = passes.filter((pass) => favorite(pass, i) !== favorite(probability, i)).length
          assert.deepStrictEqual(x, i % 2 === 0 ? others / passes.length : Number.NaN)
        })
    ))
  })
})
