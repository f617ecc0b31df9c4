import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { best, coordinate, crowd, first, top } from "../test/toys.ts"
import { InvalidQuery, MissingColumn } from "./Errors.ts"
import * as Filter from "./Filter.ts"
import { fromRows } from "./Matrix.ts"
import { select, selectSync } from "./promise.ts"
import * as Spec from "./Spec.ts"
import * as Stage from "./Stage.ts"
import * as Strategy from "./Strategy.ts"

const embedding = fromRows([[1, 2], [5, 0], [3, 3], [5, 1]])
const question = { embedding, budget: 2, seed: 0 }
const strategy = Strategy.make(top(coordinate()))

const thrown = (f: () => unknown): unknown => {
  try {
    return f()
  } catch (error) {
    return error
  }
}

describe("select", () => {
  it("resolves to a selection", async () => {
    assert.deepStrictEqual((await select(strategy, { ...question, ids: ["a", "b", "c", "d"] })).ids.map(String), [
      "b",
      "d"
    ])
  })

  it("rejects with what is wrong, as itself", async () => {
    const error: unknown = await select(strategy, { ...question, budget: 9 }).catch((reason: unknown) => reason)
    assert.instanceOf(error, InvalidQuery)
    assert.strictEqual(error.message, "budget 9 is more than the 4 unlabeled items; lower it or pass `clamp: true`")
  })

  it("stops when it is told to", async () => {
    const controller = new AbortController()
    let turns = 0
    const endless = Stage.make({
      spec: Spec.make("endless"),
      needs: [],
      run: () => Effect.forever(Effect.andThen(Effect.sync(() => (turns += 1)), Effect.yieldNow))
    })
    const running = select(Strategy.make(endless, first()), question, { signal: controller.signal })
    setTimeout(() => controller.abort(), 5)
    assert.isDefined(await running.then(() => undefined, (reason: unknown) => reason))
    assert.isAbove(turns, 0)
  })
})

describe("selectSync", () => {
  it("answers at once, the same", async () => {
    assert.deepStrictEqual(selectSync(best(), question).positions, (await select(best(), question)).positions)
  })

  it("throws what is wrong, as itself", () => {
    assert.instanceOf(thrown(() => selectSync(strategy, { ...question, budget: 0 })), InvalidQuery)
    const needy: Strategy.Any = Strategy.make(Filter.keepTop(crowd(), 2), first())
    const error = thrown(() => selectSync(needy as Strategy.Strategy, question))
    assert.instanceOf(error, MissingColumn)
  })
})
