import { assert, describe, it } from "@effect/vitest"
import type { Columns, Frame, Stage } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { frameOf, rows } from "../../test/model-based.ts"
import { maxSeparation } from "./max-separation.ts"

const stepOf = (stage: Stage.Stage<never, "prototype">): Stage.Step => stage.steps[0]!

const added = (columns: Partial<Columns>, more: Partial<Frame.Base> = {}) =>
  stepOf(maxSeparation()).run(frameOf(columns, more))

describe("max-separation", () => {
  it.effect("takes the number of classes from the query first", () =>
    Effect.map(added({ projection: rows([1, 2, 3]) }, { classes: 7 }), ({ columns, notes }) => {
      assert.deepStrictEqual([columns?.prototype?.rows, columns?.prototype?.cols], [7, 6])
      assert.deepStrictEqual(notes, { classes: 7, from: "the query" })
    }))

  it.effect("then from the width of the probabilities that a classifier gave", () =>
    Effect.map(
      added({ probability: rows([0.5, 0.25, 0.25]) }, { classes: undefined }),
      ({ notes }) => assert.deepStrictEqual(notes, { classes: 3, from: "the width of probability" })
    ))

  it.effect("then from the width of the projection, and says so", () =>
    Effect.map(
      added({ projection: rows([1, 2, 3]) }, { classes: undefined }),
      ({ columns, notes }) => {
        assert.strictEqual(columns?.prototype?.rows, 4)
        assert.deepStrictEqual(notes, { classes: 4, from: "the width of projection, plus one" })
      }
    ))

  it.effect("fails when nothing tells the number of classes, or there is one", () =>
    Effect.gen(function*() {
      const unknown = yield* Effect.flip(added({ embedding: rows([1]) }, { classes: undefined }))
      assert.include(unknown.message, "the number of classes is unknown; give it with the query (`classes`)")
      const one = yield* Effect.flip(added({ embedding: rows([1]) }, { classes: 1 }))
      assert.include(one.message, "there is 1 class (from the query), and prototypes need at least 2")
      assert.deepInclude(unknown, { reason: "Classes", value: undefined, expected: "2 classes or more" })
      assert.deepInclude(one, { reason: "Classes", value: 1 })
    }))

  it("refuses a radius of zero, naming the option", () => {
    assert.throws(() => maxSeparation({ radius: 0 }), /max-separation: radius takes/)
  })
})
