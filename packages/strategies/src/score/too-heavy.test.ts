import { assert, it } from "vitest"
import { tooHeavy } from "./too-heavy.ts"

it("a score that is too heavy for a weight is refused with the item, and with what to take instead", () => {
  const error = tooHeavy("part", "margin", 7)
  assert.deepInclude(error, {
    part: "part",
    reason: "Value",
    value: Infinity,
    expected: "a finite number",
    position: 7
  })
  const text = "part: a weight is a finite number, and margin is Infinity at position 7; take its ranks, rank(margin)"
  assert.strictEqual(error.message, text)
})
