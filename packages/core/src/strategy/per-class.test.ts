import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { picks } from "../../test/queries.ts"
import { coordinate, top } from "../../test/toys.ts"
import { Classifier } from "../Classifier.ts"
import { MissingColumn } from "../Errors.ts"
import * as Matrix from "../Matrix.ts"
import * as Query from "../Query.ts"
import * as Strategy from "../Strategy.ts"

const failure = (one: Strategy.Any, to: Query.Any) => Effect.runSync(Effect.flip(Strategy.runAny(one, to)))

describe("per-group over classes", () => {
  const probability = Matrix.fromRows([[0.9, 0.1], [0.6, 0.4], [0.5, 0.5], [0.8, 0.2], [0.1, 0.9], [0.3, 0.7]])
  const to = (settings: object) =>
    Query.makeUnsafe({
      embedding: Matrix.fromRows([[6], [5], [4], [3], [2], [1]]),
      probability,
      seed: 0,
      ...settings
    } as never)
  const greedy = Strategy.make(top(coordinate()))

  it("takes as many of each predicted class, a row's ties for the smaller", () => {
    assert.deepStrictEqual(picks(Strategy.perClass(greedy), to({ budget: 4 })).toSorted(), [0, 1, 4, 5])
    assert.deepStrictEqual(picks(Strategy.perClass(greedy), to({ budget: 5 })).toSorted(), [0, 1, 2, 4, 5])
    assert.deepStrictEqual(
      picks(Strategy.atMostPer("probability", 1, greedy), to({ budget: 2 })).toSorted(),
      [0, 4]
    )
    assert.strictEqual(Strategy.text(Strategy.perClass(greedy)), "per-group(probability, top(coordinate(0), position))")
  })

  it("gives the odd place to the class with the fewest labels, whatever is predicted of labeled items", () => {
    const odd = (labels: ReadonlyArray<number>) =>
      picks(Strategy.perClass(greedy), to({ budget: 1, labeled: [0, 1], labels }))
    assert.deepStrictEqual([odd([0, 0]), odd([1, 1])], [[4], [2]])
  })

  it("asks a classifier for the classes, and says what is missing where there is none", () => {
    const without = Query.makeUnsafe({ embedding: Matrix.fromRows([[2], [1], [0]]), classes: 2, budget: 2, seed: 0 })
    assert.instanceOf(failure(Strategy.perClass(greedy) as Strategy.Any, without), MissingColumn)
    const classifier = Layer.succeed(Classifier, {
      probability: Effect.succeed(Matrix.fromRows([[0.9, 0.1], [0.8, 0.2], [0.1, 0.9]]))
    } as never)
    const found = Effect.runSync(
      Effect.provide(Strategy.runAny(Strategy.perClass(greedy) as Strategy.Any, without), classifier)
    )
    assert.deepStrictEqual([...found.positions].toSorted(), [0, 2])
  })
})
