import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { registry } from "../../test/toys.ts"
import * as Strategy from "../Strategy.ts"
import { excess } from "./excess.ts"

const nested = (depth: number, around: (inner: unknown) => unknown, inner: unknown) => {
  let json = inner
  for (let i = 0; i < depth; i++) json = around(json)
  return json
}

const first = { recipe: { name: "best", options: {} } }
const mixed = (inner: unknown) => ({ mix: [{ weight: 1, strategy: inner }] })
const scored = (inner: unknown) => ({ name: "negate", options: { score: inner } })

const failure = (json: unknown) => Effect.runSync(Effect.flip(Strategy.readJson(json, registry)))

describe("excess", () => {
  it("is nothing in what a text may hold", () => {
    assert.isUndefined(excess(nested(99, mixed, first)))
    const strategy = Effect.runSync(Strategy.readJson(nested(99, mixed, first), registry))
    assert.strictEqual(Strategy.text(strategy), `${"mix(1: ".repeat(99)}best${")".repeat(99)}`)
  })

  it("is found in forms that are nested deep, by an error and not by a full stack", () => {
    for (const json of [nested(8000, mixed, first), { pipeline: [nested(100_000, scored, {})] }]) {
      const error = failure(json)
      assert.strictEqual(error._tag, "UnreadableStrategy")
      assert.include(error.message, "nested more than 408 deep")
    }
    const itself: { orElse: Array<unknown> } = { orElse: [first] }
    itself.orElse.push(itself)
    assert.include(failure(itself).message, "nested more than 408 deep")
  })

  it("is found in forms that grow by doubling, before all of it is looked at", () => {
    let looks = 0
    const twice = (inner: unknown) => ({
      get orElse() {
        looks++
        return [inner, inner]
      }
    })
    assert.strictEqual(excess(nested(60, twice, first)), "its JSON form holds more than 200000 values")
    assert.isAtMost(looks, 200_000)
    assert.include(
      failure(nested(60, (inner) => ({ orElse: [inner, inner] }), first)).message,
      "more than 200000 values"
    )
  })

  it("between the two limits the text's decides", () => {
    assert.include(
      failure(nested(110, (inner) => ({ orElse: [inner, first] }), first)).message,
      "nested more than 100 deep"
    )
  })
})
