import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { checkGradients } from "../../../test/gradients.ts"
import { load } from "../../backend/load.ts"
import { relu } from "../../network/layer/activation.ts"
import { dense } from "../../network/layer/dense.ts"
import { sequence } from "../../network/layer/sequence.ts"
import { projecting, projection } from "./project.ts"

describe("the projection", () => {
  it("goes from d to d to as many numbers as asked for", () => {
    const layer = projection(6, 4)
    assert.deepStrictEqual(layer.output, [4])
    assert.deepStrictEqual(layer.weights.map(({ shape }) => shape), [[6, 6], [6], [6, 4], [4]])
  })

  it.effect("sends gradients back, through itself and into the body", () =>
    Effect.gen(function*() {
      yield* load("cpu")
      checkGradients(projection(6, 4), [3, 6])
      const body = sequence([dense("body", 5, 6, true), relu([6])])
      const whole = projecting(body, 4)
      assert.deepStrictEqual(whole.weights.slice(0, 2), body.weights)
      checkGradients(whole, [3, 5])
    }))
})
