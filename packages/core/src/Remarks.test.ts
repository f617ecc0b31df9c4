import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Filter from "./Filter.ts"
import { selectSync } from "./promise.ts"
import * as Ranking from "./Ranking.ts"
import * as Remarks from "./Remarks.ts"
import * as Score from "./Score.ts"
import * as Select from "./Select.ts"
import * as Spec from "./Spec.ts"
import * as Strategy from "./Strategy.ts"

const remarking = (recall: number) =>
  Score.make({
    spec: Spec.make("remarking"),
    needs: [],
    of: (frame) => Effect.as(Remarks.add({ recall }), Score.scatter(frame, Float64Array.from(frame.candidates)))
  })

const top = Select.make({
  spec: Spec.make("top"),
  needs: [],
  pick: (frame) =>
    Effect.map(remarking(0.5).of(frame), (scores) => {
      const positions = Ranking.top(frame.candidates, scores, frame.budget)
      return { positions, scores: Float64Array.from(positions), notes: { mine: true } }
    })
})

describe("Remarks", () => {
  it("go into the trace of the step whose score made them, filter or selector", () => {
    const { trace } = selectSync(Strategy.make(Filter.keepTop(remarking(0.9), 3), top), { size: 5, budget: 2, seed: 0 })
    assert.deepStrictEqual(trace.map((entry) => entry.notes), [{ recall: 0.9 }, { recall: 0.5, mine: true }])
  })

  it.effect("count numbers by name, from the first on", () =>
    Effect.gen(function*() {
      yield* Remarks.count({ lost: 1 })
      const counted = Effect.andThen(Remarks.count({ passes: 2 }), Remarks.count({ passes: 3, rows: 1 }))
      const [, notes] = yield* Remarks.collect(Effect.andThen(Remarks.add({ recall: 1 }), counted))
      assert.deepStrictEqual(notes, { recall: 1, passes: 5, rows: 1 })
    }))

  it.effect("are heard by nobody by default, and by the innermost listener", () =>
    Effect.gen(function*() {
      yield* Remarks.add({ lost: 1 })
      const [inner, outer] = yield* Remarks.collect(
        Effect.gen(function*() {
          yield* Remarks.add({ a: 1, b: 1 })
          const [, taken] = yield* Remarks.collect(Remarks.add({ c: 1 }))
          yield* Remarks.add({ b: 2 })
          return taken
        })
      )
      assert.deepStrictEqual(inner, { c: 1 })
      assert.deepStrictEqual(outer, { a: 1, b: 2 })
    }))
})
