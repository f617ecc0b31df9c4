import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Tracer from "effect/Tracer"
import { assert } from "vitest"
import { coordinate, first, split, top } from "../../test/toys.ts"
import * as Filter from "../Filter.ts"
import { fromRows } from "../Matrix.ts"
import * as Query from "../Query.ts"
import * as Score from "../Score.ts"
import * as Stage from "../Stage.ts"
import * as Strategy from "../Strategy.ts"

const embedding = fromRows([[5], [4], [3], [2], [1], [0]])
const query = Query.makeUnsafe({ embedding, labeled: [0], budget: 2, seed: 7, round: 3 })

type Seen = Array<readonly [name: string, attributes: { readonly [name: string]: unknown }]>

/** The spans of a run with their attributes, in the order in which they begin. */
const spansOf = <N extends "embedding">(strategy: Strategy.Strategy<N>) =>
  Effect.gen(function*() {
    const spans: Array<Tracer.NativeSpan> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
    yield* Strategy.run(strategy as Strategy.Strategy<"embedding">, query).pipe(Effect.withTracer(tracer))
    return spans.map((span) => [span.name, Object.fromEntries(span.attributes)]) as Seen
  })

const facts = (strategy: string) => ({
  "marginalia.strategy": strategy,
  "marginalia.seed": 7,
  "marginalia.round": 3
})

const part = (step: string, candidates: readonly [number, number], budget: number, k?: number) => ({
  "marginalia.step": step,
  "marginalia.candidates.in": candidates[0],
  "marginalia.candidates.out": candidates[1],
  "marginalia.budget": budget,
  ...(k === undefined ? {} : { "marginalia.k": k })
})

describe("spans", () => {
  it.effect("say of every part the strategy, the step, what came in and out, budget, k and seed", () =>
    Effect.gen(function*() {
      const strategy = Strategy.make(
        split({ k: 2 }).pipe(Stage.andThen(Filter.keepTop(coordinate(), 3))),
        top(Score.negate(coordinate()))
      )
      const run = facts(Strategy.text(strategy))
      assert.deepStrictEqual(yield* spansOf(strategy), [
        ["Strategy.run", {
          "marginalia.candidates.in": 5,
          "marginalia.candidates.out": 2,
          "marginalia.budget": 2,
          ...run
        }],
        ["split", { ...part("split(2)", [5, 5], 2, 2), ...run }],
        ["keep-top", { ...part("keep-top(coordinate(0), 3)", [5, 3], 2), ...run }],
        ["coordinate", { ...part("coordinate(0)", [5, 5], 2), ...run }],
        ["top", { ...part("top(negate(coordinate(0)), position)", [3, 2], 2), ...run }],
        ["negate", { ...part("negate(coordinate(0))", [3, 3], 2), ...run }],
        ["coordinate", { ...part("coordinate(0)", [3, 3], 2), ...run }]
      ])
    }))

  it.effect("the k that a step found out stands where its option is a text", () =>
    Effect.gen(function*() {
      const [, [, attributes] = ["", {}]] = yield* spansOf(Strategy.make(split(), first()))
      assert.strictEqual(attributes["marginalia.k"], 3)
    }))

  it.effect("the parts of a mix have their own quotas as budgets, under the whole strategy's name", () =>
    Effect.gen(function*() {
      const strategy = Strategy.mix<"embedding", never>([1, Strategy.make(first())], [
        1,
        Strategy.make(top(coordinate()))
      ])
      const spans = (yield* spansOf(strategy)).filter(([name]) => name === "first" || name === "top")
      assert.deepStrictEqual(spans.map(([, attributes]) => attributes["marginalia.budget"]), [1, 1])
      for (const [, attributes] of spans) {
        assert.strictEqual(attributes["marginalia.strategy"], Strategy.text(strategy))
      }
    }))
})
