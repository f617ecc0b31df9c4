import { assert, describe, it } from "@effect/vitest"
import { Score, Spec } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { frameOf } from "../../test/model-based.ts"
import { nonnegative } from "./nonnegative.ts"

const given = (...values: ReadonlyArray<number>) =>
  Score.make({ spec: Spec.make("given"), needs: [], of: () => Effect.succeed(Float64Array.from(values)) })

describe("nonnegative", () => {
  it.effect("lets zeros, infinities and what is no candidate pass", () =>
    Effect.gen(function*() {
      const frame = frameOf({}, { size: 4, candidates: Uint32Array.of(0, 1, 2) })
      const values = yield* nonnegative("part", given(0, Infinity, Number.NaN, -1), frame)
      assert.strictEqual(values[1], Infinity)
    }))

  it.effect("names the part, the score, the value and the position", () =>
    Effect.gen(function*() {
      const { message } = yield* Effect.flip(nonnegative("part", given(0, -0.5), frameOf({}, { size: 2 })))
      assert.include(message, "part: it takes a score that is not negative, and given is -0.5 at position 1")
    }))
})
