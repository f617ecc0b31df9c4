import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { top } from "../../test/toys.ts"
import { Asynchronous } from "../Errors.ts"
import { fromRows } from "../Matrix.ts"
import { select, selectSync } from "../promise.ts"
import * as Score from "../Score.ts"
import * as Spec from "../Spec.ts"
import * as Strategy from "../Strategy.ts"
import { atOnce } from "./at-once.ts"

const remote = Score.make({
  spec: Spec.make("remote"),
  needs: ["embedding"],
  of: ({ size }) => Effect.promise(() => Promise.resolve(Float64Array.from({ length: size }, (_, i) => i)))
})
const strategy = Strategy.make(top(remote))
const question = { embedding: fromRows([[1], [2], [3]]), budget: 1, seed: 0 }

const thrown = (f: () => unknown): unknown => {
  try {
    return f()
  } catch (error) {
    return error
  }
}

describe("an asynchronous score", () => {
  it("is refused by selectSync, by name, with what to do", () => {
    const error = thrown(() => selectSync(strategy, question))
    assert.instanceOf(error, Asynchronous)
    assert.strictEqual(error.part, "remote")
    assert.strictEqual(
      error.message,
      "remote is asynchronous: selectSync cannot wait for it; use select, which gives a promise"
    )
  })

  it("is what select is for", async () => {
    assert.deepStrictEqual([...(await select(strategy, question)).positions], [2])
  })
})

describe("atOnce", () => {
  it("gives what there is, fails as itself, and lets defects through", () => {
    assert.strictEqual(atOnce(Effect.as(Effect.yieldNow, 3)), 3)
    assert.strictEqual(thrown(() => atOnce(Effect.fail("no"))), "no")
    assert.instanceOf(thrown(() => atOnce(Effect.die(new TypeError("bug")))), TypeError)
    assert.match(
      String(thrown(() => atOnce(Effect.promise(() => Promise.resolve(1))))),
      /a part of the strategy is asynchronous/
    )
  })

  it("ends what it cannot wait for", async () => {
    let after = false
    const late = Effect.tap(Effect.promise(() => Promise.resolve(1)), () => Effect.sync(() => (after = true)))
    assert.instanceOf(thrown(() => atOnce(late)), Asynchronous)
    await new Promise((resolve) => setTimeout(resolve, 5))
    assert.isFalse(after)
  })
})
