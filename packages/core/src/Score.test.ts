import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { assert, describe, it } from "vitest"
import { evaluate, frame, listed, scored } from "../test/queries.ts"
import { coordinate, coordinateOptions } from "../test/toys.ts"
import { PartFailed } from "./Errors.ts"
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
      options: coordinateOptions,
      needs: ({ index }) => index === 0 ? ["embedding"] as const : ["feature"] as const,
      of: () => (at) => Effect.succeed(new Float64Array(at.size))
    })
    assert.deepStrictEqual([...either({ index: 0 }).needs], ["embedding"])
    assert.deepStrictEqual([...either({ index: 1 }).needs], ["feature"])
  })
})

describe("make", () => {
  const failing = (of: (at: { readonly size: number }) => unknown) => {
    const score = Score.make({ spec: Spec.make("mine"), needs: [], of: of as never })
    return Effect.runSync(Effect.flip(Score.evaluate(score, frame(3)))) as PartFailed
  }

  it("refuses too few and too many numbers, and names the score and both lengths", () => {
    for (const length of [0, 2, 4]) {
      const error = failing(() => Effect.succeed(new Float64Array(length)))
      assert.strictEqual(error._tag, "PartFailed")
      assert.strictEqual(error.part, "mine")
      assert.include(error.message, `it gave ${length} numbers and the pool has 3 items`)
    }
  })

  it("refuses what is no Float64Array, and says what it was", () => {
    assert.include(failing(() => Effect.succeed([1, 2, 3])).message, "it gave Array of 3, not a Float64Array of 3")
    assert.include(failing(() => Effect.succeed(new Float32Array(3))).message, "it gave Float32Array of 3, not")
    assert.include(failing(() => Effect.succeed(undefined)).message, "it gave undefined, not a Float64Array")
    assert.include(failing(() => Float64Array.of(1, 2, 3)).message, "it gave Float64Array of 3, which is not an Effect")
    assert.include(failing(() => Promise.resolve(1)).message, "it gave Promise, which is not an Effect")
  })

  it("makes an error of what it throws, and keeps the cause", () => {
    const cause = new TypeError("x is undefined")
    const thrower = () => {
      throw cause
    }
    for (const make of [thrower, () => Effect.sync(thrower), () => Effect.die(cause)]) {
      const error = failing(make)
      assert.strictEqual(error.message, "mine: it threw TypeError: x is undefined; this is a defect of the score")
      assert.strictEqual(error.cause, cause)
    }
    assert.include(failing(() => Effect.die("why")).message, "it threw why")
  })

  it("leaves its own errors as they are, and is interrupted as before", async () => {
    const own = new PartFailed({ part: "other", problem: "no", reason: "Own", value: 0 })
    assert.strictEqual(failing(() => Effect.fail(own)), own)
    const score = Score.make({ spec: Spec.make("slow"), needs: [], of: () => Effect.never })
    const fiber = Effect.runFork(Score.evaluate(score, frame(3)))
    const exit = await Effect.runPromise(Effect.andThen(Fiber.interrupt(fiber), Fiber.await(fiber)))
    assert.isTrue(Exit.hasInterrupts(exit))
  })

  it("finds a map that gives too few, and values that are not the candidates'", () => {
    const mapped = Score.mapCandidates(listed([1, 2, 3]), Spec.make("short"), (values) => values.slice(1))
    const error = Effect.runSync(Effect.flip(Score.evaluate(mapped, frame(3))))
    assert.include(error.message, "short: it threw RangeError: there are 2 values for 3 candidates")
    assert.throws(() => Score.scatter(frame(3), new Float64Array(4)), "there are 4 values for 3 candidates")
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
