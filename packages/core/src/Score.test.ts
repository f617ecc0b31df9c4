import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { evaluate, frame, listed, scored } from "../test/queries.ts"
import { coordinate } from "../test/toys.ts"
import { fromRows } from "./Matrix.ts"
import * as Score from "./Score.ts"
import * as Spec from "./Spec.ts"

describe("define", () => {
  it("makes a score with its options, needs and text", () => {
    const score = coordinate({ index: 1 })
    const at = frame(2, { embedding: fromRows([[1, 2], [3, 4]]) })
    assert.deepStrictEqual(evaluate(score, at), [2, 4])
    assert.deepStrictEqual(Effect.runSync(score.pipe(Score.evaluate(at))), Float64Array.of(2, 4))
    assert.deepStrictEqual([...score.needs], ["embedding"])
    assert.strictEqual(Spec.print(score.spec), "coordinate(1)")
  })

  it("refuses bad options when it is called", () => {
    assert.throws(() => coordinate({ index: -1 }), "coordinate: index takes")
    assert.throws(() => coordinate({ idx: 1 } as object), `coordinate: there is no option "idx".`)
  })

  it("may let the options decide what it needs", () => {
    const either = Score.define({
      name: "either",
      summary: "needs what it is told",
      options: coordinate.part.options,
      needs: ({ index }) => index === 0 ? ["embedding"] as const : ["feature"] as const,
      of: () => (at) => Effect.succeed(new Float64Array(at.size))
    })
    assert.deepStrictEqual([...either({ index: 0 }).needs], ["embedding"])
    assert.deepStrictEqual([...either({ index: 1 }).needs], ["feature"])
  })
})

test.prop([scored])("scatter undoes gather, and is undefined off the candidates", ({ frame: at, list }) => {
  const values = Score.gather(at, Float64Array.from(list))
  assert.deepStrictEqual([...values], Array.from(at.candidates, (i) => list[i]!))
  const back = Score.scatter(at, values)
  back.forEach((x, i) => assert.deepStrictEqual(x, at.candidates.includes(i) ? list[i]! : Number.NaN))
})

test.prop([scored])("mapCandidates sees the candidates' scores, in their order", ({ frame: at, list }) => {
  const seen: Array<ReadonlyArray<number>> = []
  const mapped = Score.mapCandidates(listed(list), Spec.make("kept"), (values) => {
    seen.push([...values])
    return values
  })
  assert.deepStrictEqual(evaluate(mapped, at), evaluate(listed(list), at))
  assert.deepStrictEqual(seen, [Array.from(at.candidates, (i) => list[i]!)])
})
