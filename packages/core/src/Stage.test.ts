import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { listed, query } from "../test/queries.ts"
import { coordinate, crowd, first, split, splitOptions, stretch } from "../test/toys.ts"
import type { Column } from "./Columns.ts"
import * as Filter from "./Filter.ts"
import * as Spec from "./Spec.ts"
import * as Stage from "./Stage.ts"
import * as Strategy from "./Strategy.ts"
import type * as Trace from "./Trace.ts"

const stage: fc.Arbitrary<Stage.Any> = fc.oneof(
  fc.constant<Stage.Any>(Stage.identity),
  fc.integer({ min: -3, max: 3 }).map((by) => stretch({ by })),
  fc.integer({ min: 1, max: 4 }).map((k) => split({ k })),
  fc.integer({ min: 1, max: 100 }).map((n) => Filter.keepTop(coordinate(), `${n}%`)),
  fc.integer({ min: -2, max: 2 }).map((t) => Filter.atLeast(coordinate({ index: 1 }), t))
)

/** All that a run of the stage says, but for the time it took. */
const story = (self: Stage.Any, to: Parameters<typeof Strategy.runAny>[1]) => {
  const { positions, scores, trace } = Effect.runSync(Strategy.runAny(Strategy.make(self, first()), to))
  const timeless = trace.map((entry): Trace.Entry => ({ ...entry, milliseconds: 0 }))
  return { positions: [...positions], scores: [...scores], trace: timeless }
}

describe("andThen", () => {
  test.prop([stage, stage, stage, query])("is associative: the same steps, the same result", (f, g, h, to) => {
    const left = Stage.andThen(Stage.andThen(f, g), h)
    const right = Stage.andThen(f, Stage.andThen(g, h))
    assert.deepStrictEqual(left.steps, right.steps)
    assert.deepStrictEqual(story(left, to), story(right, to))
  })

  test.prop([stage, query])("has an identity", (f, to) => {
    for (const same of [Stage.andThen(Stage.identity, f), f.pipe(Stage.andThen(Stage.identity))]) {
      assert.deepStrictEqual(same.steps, f.steps)
      assert.deepStrictEqual(story(same, to), story(f, to))
    }
  })
})

describe("needsOf", () => {
  const needs = (self: Stage.Any, ...given: ReadonlyArray<Column>) => [...Stage.needsOf(self.steps, new Set(given))]

  it("takes away what an earlier step adds", () => {
    assert.deepStrictEqual(needs(split()), ["embedding"])
    assert.deepStrictEqual(needs(Stage.andThen(split(), Filter.keepTop(crowd(), 3))), ["embedding"])
    assert.deepStrictEqual(needs(Stage.andThen(Filter.keepTop(crowd(), 3), split())), ["cluster", "embedding"])
  })

  it("does not ask on behalf of a step that is skipped", () => {
    const clustered = Stage.andThen(split(), Filter.keepTop(crowd(), 3))
    assert.deepStrictEqual(needs(clustered, "cluster"), [])
    assert.deepStrictEqual(needs(clustered, "embedding"), [])
  })
})

describe("isGiven", () => {
  it("when all that a step adds is given; a step that adds nothing is never skipped", () => {
    const [adds] = split().steps
    const [changes] = stretch().steps
    assert.isTrue(Stage.isGiven(adds!, new Set(["cluster"])))
    assert.isFalse(Stage.isGiven(adds!, new Set(["embedding"])))
    assert.isFalse(Stage.isGiven(changes!, new Set(["embedding"])))
  })
})

it("when chooses between a stage and nothing", () => {
  assert.strictEqual(Stage.print(Stage.when(true, stretch())), "stretch(2)")
  assert.strictEqual(Stage.print(Stage.when(false, stretch())), "identity")
})

it("print puts bars between the steps", () => {
  assert.strictEqual(Stage.print(Stage.andThen(stretch({ by: -1 }), split({ k: 3 }))), "stretch(-1) | split(3)")
})

it("make is a stage of one step", () => {
  const made = Stage.make({ spec: Spec.make("mine"), needs: ["feature"], run: () => Effect.succeed({}) })
  assert.deepStrictEqual([made.steps.length, made.steps[0]!.adds.length, [...made.steps[0]!.needs]], [1, 0, [
    "feature"
  ]])
})

describe("define", () => {
  it("refuses bad options when it is called", () => {
    assert.throws(() => split({ k: 0 }), "split: k takes a value greater than 0, not 0")
    assert.throws(() => stretch({ factor: 2 } as object), `stretch: there is no option "factor".`)
  })

  it("may let the options decide what it needs", () => {
    const either = Stage.define({
      name: "either",
      summary: "needs what it is told",
      options: splitOptions,
      needs: ({ k }) => k === 1 ? ["embedding"] as const : ["feature"] as const,
      run: () => () => Effect.succeed({})
    })
    assert.deepStrictEqual([...either({ k: 1 }).steps[0]!.needs], ["embedding"])
    assert.deepStrictEqual([...either({ k: 2 }).steps[0]!.needs], ["feature"])
  })

  it("keeps its source for the docs", () => {
    const cited = Stage.define({
      name: "cited",
      summary: "from a paper",
      source: "Toy et al. 2024",
      options: splitOptions,
      needs: [],
      run: () => () => Effect.succeed({})
    })
    assert.strictEqual(cited.part.source, "Toy et al. 2024")
    assert.isUndefined(split.part.source)
  })
})

it("a listed score makes a filter that needs nothing", () => {
  assert.deepStrictEqual([...Stage.needsOf(Filter.keepTop(listed([1]), 1).steps)], [])
})
