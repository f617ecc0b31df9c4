import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { frame, listed } from "../../test/queries.ts"
import * as Score from "../Score.ts"

describe("nonnegative", () => {
  it("lets zeros, infinities and what is no candidate pass", () => {
    const at = frame(4, { candidates: Uint32Array.of(0, 1, 2) })
    const values = Effect.runSync(Score.nonnegative("part", listed([0, Infinity, -0, -1]), at))
    assert.deepStrictEqual(values, Float64Array.of(0, Infinity, -0, Number.NaN))
  })

  it("names the part, the score as it is written, the value and the position, and the way out", () => {
    const score = Score.scale(listed([0, 0.5]), -1)
    const error = Effect.runSync(Effect.flip(Score.nonnegative("part", score, frame(2)))), { message } = error
    assert.deepInclude(error, { reason: "Value", value: -0.5, position: 1, expected: "a score from 0" })
    assert.strictEqual(
      message,
      "part: it takes a score that is not negative, and scale(listed, -1) is -0.5 at position 1; take another, such as " +
        "entropy or margin(offset=1), or its ranks, rank(scale(listed, -1))"
    )
  })
})
