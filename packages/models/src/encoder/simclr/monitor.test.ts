import { assert, describe, it } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { digitItems } from "../../../test/digits.ts"
import { load } from "../../backend/load.ts"
import { fresh } from "../../model/Model.ts"
import { build } from "../../network/build.ts"
import { network } from "../../network/spec.ts"
import { isDue, look } from "./monitor.ts"

describe("the monitor", () => {
  it("looks every so many epochs, and after the last", () => {
    const due = (every: number | undefined, epochs: number) =>
      Array.from({ length: epochs }, (_, i) => i + 1).filter((epoch) =>
        isDue(every === undefined ? {} : { every }, epoch, epochs)
      )
    assert.deepStrictEqual(due(3, 7), [3, 6, 7])
    assert.deepStrictEqual(due(undefined, 25), [10, 20, 25])
  })

  it.effect("gives the share of held items whose neighbors are of their class", () =>
    Effect.gen(function*() {
      yield* load("wasm")
      const { labeled: bank, rest: test } = yield* digitItems(500)
      const model = yield* fresh(build(network({ kind: "mlp" }), [64], 2), undefined, Rng.fromSeed(1))
      const found = yield* look(model, { bank, test, classes: 10, neighbors: 5 })
      assert.isAbove(found, 0.8)
      assert.isBelow(found, 1)
      const wrong = test.labels.map((label) => (label + 1) % 10)
      assert.isBelow(yield* look(model, { bank, test: { ...test, labels: wrong }, classes: 10, neighbors: 5 }), 0.1)
    }).pipe(Effect.scoped))
})
