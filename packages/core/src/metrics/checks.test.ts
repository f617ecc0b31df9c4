import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { OutOfRange } from "../Errors.ts"
import { checkClasses, checkEach, checkPairs } from "./checks.ts"

describe("checks of classes", () => {
  it("take whole numbers in range, and nothing else", () => {
    checkEach("label", [0, 1, -1], -1, 2)
    checkEach("label", [0, 1e9], 0, undefined)
    for (const wrong of [2, -2, 0.5, Number.NaN, Infinity, "1" as unknown as number, undefined as unknown as number]) {
      assert.throws(() => checkEach("label", [0, wrong], -1, 2), OutOfRange, `the label of item 1 is ${String(wrong)}`)
    }
  })

  it("hold both lists to one length", () => {
    checkPairs([0], [1], 2)
    assert.throws(() => checkPairs([0], [], 2), OutOfRange, "1 true classes and 0 predicted")
    assert.throws(() => checkClasses(0), OutOfRange, "0 classes")
  })

  it.effect("are caught by their tag", () =>
    Effect.gen(function*() {
      const tried = Effect.try({ try: () => checkClasses(0), catch: (error) => error as OutOfRange })
      assert.strictEqual(yield* Effect.catchTag(tried, "OutOfRange", ({ value }) => Effect.succeed(value)), 0)
    }))
})
