import { describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { evaluate, frame, listed, scored, through } from "../test/queries.ts"
import { coordinate, registry } from "../test/toys.ts"
import * as Filter from "./Filter.ts"
import * as Frame from "./Frame.ts"
import * as Score from "./Score.ts"
import * as Spec from "./Spec.ts"
import * as Stage from "./Stage.ts"

const kept = (stage: Stage.Any, at: Frame.Any) => [...through(stage, at).candidates]

const amount = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 100 }).map((n) => `${n}%`))

const threshold = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.double({ min: -4, max: 4, noNaN: true }))

describe("every filter only removes, keeps the order, and remembers what was there", () => {
  const check = (stage: Stage.Any, at: Frame.Any) => {
    const after = through(stage, at)
    assert.isTrue(Frame.isSubsequence(after.candidates, at.candidates))
    assert.deepStrictEqual(after.wider.at(-1), at.candidates)
  }

  test.prop([scored, amount])("keepTop", ({ frame: at, list }, keep) => check(Filter.keepTop(listed(list), keep), at))

  test.prop([scored, threshold])("atLeast", ({ frame: at, list }, t) => check(Filter.atLeast(listed(list), t), at))
})

describe("keepTop", () => {
  test.prop([scored, amount])("keeps as many as it says, and none that is outscored by one left out", (given, keep) => {
    const { frame: at, list } = given
    const stay = kept(Filter.keepTop(listed(list), keep), at)
    const share = typeof keep === "string" ? Math.ceil(Number.parseInt(keep, 10) * at.candidates.length / 100) : keep
    assert.strictEqual(stay.length, Math.min(at.candidates.length, Math.max(1, share)))
    for (const out of at.candidates) {
      if (stay.includes(out)) continue
      for (const position of stay) {
        assert.isTrue(list[position]! > list[out]! || (list[position] === list[out] && position < out))
      }
    }
  })

  test.prop([scored, fc.integer({ min: 1, max: 12 })])("of one score and number is idempotent", (given, n) => {
    const stage = Filter.keepTop(listed(given.list), n)
    assert.deepStrictEqual(kept(Stage.andThen(stage, stage), given.frame), kept(stage, given.frame))
  })

  test.prop([scored, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })])(
    "m after n is the smaller of the two",
    ({ frame: at, list }, m, n) => {
      const keep = (count: number) => Filter.keepTop(listed(list), count)
      assert.deepStrictEqual(kept(keep(n).pipe(Stage.andThen(keep(m))), at), kept(keep(Math.min(m, n)), at))
    }
  )

  it("of a share is not idempotent: half of half is a quarter", () => {
    const half = Filter.keepTop(listed([1, 2, 3, 4, 5, 6, 7, 8]), "50%")
    assert.deepStrictEqual(kept(half, frame(8)), [4, 5, 6, 7])
    assert.deepStrictEqual(kept(Stage.andThen(half, half), frame(8)), [6, 7])
  })

  it("of two different scores does not commute", () => {
    const [a, b] = [Filter.keepTop(listed([3, 2, 1]), 1), Filter.keepTop(listed([1, 3, 2]), 1)]
    assert.deepStrictEqual(kept(Stage.andThen(a, b), frame(3)), [0])
    assert.deepStrictEqual(kept(Stage.andThen(b, a), frame(3)), [1])
  })

  it("counts in multiples of the budget", () => {
    const at = frame(10, { budget: 2 })
    assert.strictEqual(kept(Filter.keepTop(listed([...Array(10).keys()]), "2*budget"), at).length, 4)
  })

  it.effect("fails when it needs the number of classes and nobody knows it", () =>
    Effect.gen(function*() {
      const [step] = Filter.keepTop(listed([1, 2]), "2*classes").steps
      const error = yield* Effect.flip(step!.run(frame(2)))
      assert.strictEqual(
        error.message,
        `keep-top: "2*classes" needs the number of classes; give it with the query (\`classes\`)`
      )
      assert.deepStrictEqual([...(yield* step!.run(frame(2, { classes: 1 }))).candidates!], [0, 1])
    }))
})

describe("atLeast", () => {
  test.prop([scored, threshold])("keeps what reaches the threshold", ({ frame: at, list }, t) => {
    const reach = [...at.candidates].filter((i) => list[i]! >= t)
    assert.deepStrictEqual(kept(Filter.atLeast(listed(list), t), at), reach)
  })

  test.prop([scored, threshold])("is idempotent", ({ frame: at, list }, t) => {
    const stage = Filter.atLeast(listed(list), t)
    assert.deepStrictEqual(kept(Stage.andThen(stage, stage), at), kept(stage, at))
  })

  test.prop([scored, threshold, threshold])("commutes with another, of another score", ({ frame: at, list }, s, t) => {
    const a = Filter.atLeast(listed(list), s)
    const b = Filter.atLeast(listed(list.toReversed()), t)
    assert.deepStrictEqual(kept(Stage.andThen(a, b), at), kept(Stage.andThen(b, a), at))
  })

  it("drops undefined scores, and refuses a threshold that no text can say", () => {
    assert.deepStrictEqual(kept(Filter.atLeast(listed([Number.NaN, 0]), -9), frame(2)), [1])
    assert.throws(
      () => Filter.atLeast(coordinate(), -Infinity),
      "at-least: threshold takes a finite number, not -Infinity"
    )
  })
})

describe("as parts", () => {
  it("a filter needs what its score needs, and keeps the scores as evidence", () => {
    const stage = Filter.keepTop(coordinate(), 3)
    assert.deepStrictEqual([...stage.steps[0]!.needs], ["embedding"])
    const at = frame(3)
    const [evidence] = through(Filter.keepTop(listed([1, 2, 3]), 1), at).evidence
    assert.deepStrictEqual([evidence!.name, [...evidence!.values]], ["listed", evaluate(listed([1, 2, 3]), at)])
  })

  it("are written with the score first", () => {
    assert.strictEqual(Stage.print(Filter.keepTop(Score.negate(coordinate()), 7)), "keep-top(negate(coordinate(0)), 7)")
    assert.strictEqual(Stage.print(Filter.atLeast(coordinate(), -0.5)), "at-least(coordinate(0), -0.5)")
    assert.strictEqual(Stage.print(Filter.keepTop(coordinate())), "keep-top(coordinate(0), 10%)")
  })

  it("by makes a filter of one's own", () => {
    const part = { name: "odd", options: Filter.keepTop.part.options, positional: ["score"] }
    const odd = Filter.by(listed([1, 2, 3]), {
      part,
      options: {},
      needs: ["cluster"],
      keep: (at, scores) => Effect.succeed({ candidates: at.candidates.filter((i) => scores[i]! % 2 === 1) })
    })
    assert.deepStrictEqual(kept(odd, frame(3)), [0, 2])
    assert.deepStrictEqual([...odd.steps[0]!.needs], ["cluster"])
    assert.strictEqual(Spec.print(odd.steps[0]!.spec), "odd(listed)")
  })

  it("are made by the registry, which insists on a score", () => {
    const make = registry.stage.get("at-least")!.make
    assert.deepStrictEqual(kept(make({ score: listed([1, -1]) }), frame(2)), [0])
    assert.throws(() => make({}), "at-least: score is missing")
  })
})

describe("atLeast with a minimum", () => {
  const minimum = fc.integer({ min: 1, max: 12 })

  test.prop([scored, threshold, minimum])("lowers the threshold to the score that leaves enough", (given, t, n) => {
    const { frame: at, list } = given
    const stay = kept(Filter.atLeast(listed(list), t, { minimum: n }), at)
    const known = [...at.candidates].filter((i) => !Number.isNaN(list[i]!))
    const ranked = known.map((i) => list[i]!).toSorted((a, b) => b - a)
    const level = Math.min(t, ranked[Math.min(n, ranked.length) - 1] ?? Infinity)
    assert.deepStrictEqual(stay, known.filter((i) => list[i]! >= level))
    assert.isAtLeast(stay.length, Math.min(n, known.length))
  })

  it("keeps equal scores together, and says to what it was lowered", () => {
    const stage = Filter.atLeast(listed([3, 1, 1, 1, 0, NaN]), 2, { minimum: 2 })
    assert.deepStrictEqual(kept(stage, frame(6)), [0, 1, 2, 3])
    const [step] = stage.steps
    assert.deepStrictEqual(Effect.runSync(step!.run(frame(6))).notes, { level: 1 })
    assert.strictEqual(Spec.print(step!.spec), "at-least(listed, 2, minimum=2)")
    assert.throws(() => Filter.atLeast(coordinate(), 0, { minimum: 0 }), /minimum takes/)
  })
})
