import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { Score, selectSync, Spec, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { uniform } from "../score/uniform.ts"
import { top } from "./top.ts"

const scored = (values: ReadonlyArray<number>) =>
  Score.make({
    spec: Spec.make("scored"),
    needs: [],
    of: (frame) => Effect.sync(() => Score.scatter(frame, Float64Array.from(frame.candidates, (i) => values[i]!)))
  })

const picks = (
  values: ReadonlyArray<number>,
  budget: number,
  seed = 0,
  ties: "position" | "seeded" = "position"
) => [...selectSync(Strategy.make(top(scored(values), { ties })), { size: values.length, budget, seed }).positions]

describe("top", () => {
  it("takes the highest scores, best first, ties to the smaller position, NaN last", () => {
    assert.deepStrictEqual(picks([1, 3, NaN, 3, Infinity, -Infinity], 6), [4, 1, 3, 0, 5, 2])
  })

  it("breaks ties by the seed when asked, the same way every time", () => {
    const flat = Array.from({ length: 50 }, () => 1)
    assert.deepStrictEqual(picks(flat, 50, 1, "seeded"), picks(flat, 50, 1, "seeded"))
    assert.notDeepEqual(picks(flat, 50, 1, "seeded"), picks(flat, 50, 2, "seeded"))
    assert.notDeepEqual(picks(flat, 50, 1, "seeded"), picks(flat, 50, 1))
  })

  prop.prop([fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(NaN)), { minLength: 1 }), fc.nat()])(
    "leaves nothing out that outscores what it takes",
    (values, n) => {
      const chosen = picks(values, 1 + n % values.length)
      const worst = Math.min(...chosen.map((i) => Number.isNaN(values[i]) ? -Infinity : values[i]!))
      values.forEach((value, i) => assert.isFalse(!chosen.includes(i) && value > worst))
    }
  )

  it("draws a sample that does not depend on which other items are candidates", () => {
    const all = selectSync(Strategy.make(top(uniform())), { size: 100, budget: 100, seed: 3 }).positions
    const even = selectSync(Strategy.make(top(uniform())), {
      size: 100,
      candidates: [...Array(50).keys()].map((i) => 98 - 2 * i),
      budget: 50,
      seed: 3
    }).positions
    assert.deepStrictEqual([...even], [...all].filter((position) => position % 2 === 0))
  })
})
