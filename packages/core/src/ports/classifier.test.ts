import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Classifier } from "../Classifier.ts"
import type { PartFailed } from "../Errors.ts"
import { fromRows, type Matrix } from "../Matrix.ts"
import { ofClasses } from "./classifier.ts"

const two = fromRows([[0.5, 0.5]]), one = fromRows([[1]])

const classifier = (probability: unknown, projection: Matrix = one): Classifier["Service"] => ({
  probability: Effect.succeed(probability as Matrix),
  passes: Effect.succeed([two]),
  feature: Effect.succeed(one),
  projection: Effect.succeed(projection),
  gradient: Effect.succeed({ left: two, right: one })
})

describe("ofClasses", () => {
  it.effect("passes what has the classes", () =>
    Effect.gen(function*() {
      const held = ofClasses(classifier(two), 2)
      assert.strictEqual(yield* held.probability, two)
      assert.strictEqual(yield* held.feature, one)
      assert.strictEqual(yield* held.projection, one)
      assert.deepStrictEqual([yield* held.passes, (yield* held.gradient).left], [[two], two])
      // What is no matrix at all is refused where the column is asked for.
      assert.strictEqual((yield* ofClasses(classifier("text"), 2).probability) as unknown, "text")
      assert.isUndefined(ofClasses({ ...classifier(two), probability: undefined as never }, 2).probability)
    }))

  it.effect("refuses another number of them", () =>
    Effect.gen(function*() {
      const held = ofClasses(classifier(two, two), 3)
      const message = (output: keyof typeof held) =>
        Effect.map(
          Effect.flip(held[output] as Effect.Effect<unknown, PartFailed>),
          (error) => error.message
        )
      assert.strictEqual(
        yield* message("probability"),
        "Classifier: probability has 2 columns; with 3 classes it must have 3"
      )
      assert.match(yield* message("passes"), /passes has 2 columns/)
      assert.match(yield* message("gradient"), /gradient has 2 columns/)
      const refused = yield* Effect.flip(held.probability)
      assert.deepInclude(refused, { reason: "Column", column: "probability", value: 2, expected: 3 })
      const wide = ofClasses(classifier(two, two), 2)
      assert.match(
        (yield* Effect.flip(wide.projection)).message,
        /projection has 2 columns; with 2 classes it must have 1/
      )
    }))
})
