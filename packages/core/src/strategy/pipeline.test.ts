import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Tracer from "effect/Tracer"
import { assert } from "vitest"
import { answer, listed, picks } from "../../test/queries.ts"
import { coordinate, crowd, first, noise, split, stretch, top } from "../../test/toys.ts"
import { Classifier } from "../Classifier.ts"
import { Embedder } from "../Embedder.ts"
import { PartFailed } from "../Errors.ts"
import * as Filter from "../Filter.ts"
import type * as Frame from "../Frame.ts"
import { fromRows } from "../Matrix.ts"
import * as Query from "../Query.ts"
import * as Rng from "../Rng.ts"
import * as Spec from "../Spec.ts"
import * as Stage from "../Stage.ts"
import * as Strategy from "../Strategy.ts"

const embedding = fromRows([[3, 0], [1, 4], [1, 1], [3, 2], [5, 2]])
const pool = Query.makeUnsafe({ embedding, budget: 2, seed: 0 })
const bare = Query.makeUnsafe({ size: 5, budget: 2, seed: 0 })

const clustered = Strategy.make(Stage.andThen(split({ k: 4 }), Filter.keepTop(crowd(), 2)), top(coordinate()))

/** A stage that looks and changes nothing. */
const look = (name: string, see: (frame: Frame.Any) => void) =>
  Stage.make({ spec: Spec.make(name), needs: [], run: (frame) => Effect.sync(() => (see(frame), {})) })

describe("steps", () => {
  it("run in order, each on what the one before left", () => {
    const { positions, trace } = answer(clustered, pool)
    assert.deepStrictEqual([...positions], [1, 2])
    assert.deepStrictEqual(trace.map(({ candidates, status, step }) => [step, status, candidates]), [
      ["split(4)", "ran", 5],
      ["keep-top(crowd, 2)", "ran", 2],
      ["top(coordinate(0), position)", "ran", 2]
    ])
    assert.deepStrictEqual(trace[0]!.notes, { k: 4 })
    assert.deepStrictEqual(trace[0]!.spec, { name: "split", options: { k: 4 } })
  })

  it("change columns for those that follow", () => {
    const turned = Strategy.make(stretch({ by: -1 }), top(coordinate()))
    assert.deepStrictEqual(picks(turned, pool), [1, 2])
    assert.deepStrictEqual([...embedding.data.slice(0, 2)], [3, 0])
  })

  it("draw random numbers by their name, and by how many of that name came before", () => {
    const keys: Array<Rng.Key> = []
    const a = look("a", ({ key }) => keys.push(key))
    const b = look("b", ({ key }) => keys.push(key))
    picks(Strategy.make(a.pipe(Stage.andThen(b), Stage.andThen(a)), first()), pool)
    const from = Rng.derive(Rng.fromSeed(0), "round 0")
    assert.deepStrictEqual(keys, ["a", "b", "a#2"].map((name) => Rng.derive(from, name)))
  })

  it("so that a step put before another does not change its luck", () => {
    const random = Strategy.make(top(noise()))
    assert.deepStrictEqual(picks(Strategy.prepend(look("x", () => {}), random), pool), picks(random, pool))
  })

  it.effect("a filter that adds or reorders candidates is a defect with a name", () =>
    Effect.gen(function*() {
      for (const candidates of [[0, 1, 2, 3, 4, 5], [1, 0], [2, 2]]) {
        const bad = Stage.make({
          spec: Spec.make("bad"),
          needs: [],
          run: () => Effect.succeed({ candidates: Uint32Array.from(candidates) })
        })
        const error = yield* Effect.flip(Strategy.run(Strategy.make(bad, first()), pool))
        assert.match(error.message, /^bad: it added or reordered candidates, .* this is a defect of the filter$/)
      }
    }))

  it.effect("that fail end the run", () =>
    Effect.gen(function*() {
      const failing = Stage.make({
        spec: Spec.make("failing"),
        needs: [],
        run: () => Effect.fail(new PartFailed({ part: "failing", problem: "no", reason: "Own", value: 0 }))
      })
      let ran = false
      const after = look("after", () => (ran = true))
      const error = yield* Effect.flip(Strategy.run(Strategy.make(Stage.andThen(failing, after), first()), pool))
      assert.strictEqual(error.message, "failing: no")
      assert.isFalse(ran)
    }))
})

describe("columns that the caller gives", () => {
  const cluster = { assignment: Int32Array.of(0, 0, 1, 1, 1) }

  it("stand in for the steps that add them", () => {
    const { positions, trace } = answer(clustered, Query.makeUnsafe({ embedding, cluster, budget: 2, seed: 0 }))
    assert.deepStrictEqual([...positions], [3, 2])
    assert.strictEqual(trace[0]!.status, "given")
    assert.strictEqual(trace[0]!.milliseconds, 0)
  })

  it("spare the caller what only those steps need", () => {
    const noEmbedding = Strategy.make(Stage.andThen(split(), Filter.keepTop(crowd(), 1)), first())
    assert.deepStrictEqual(picks(noEmbedding, Query.makeUnsafe({ cluster, budget: 1, seed: 0 })), [2])
  })
})

describe("columns that a service supplies", () => {
  const counted = () => {
    let calls = 0
    const layer = Layer.succeed(Embedder, { embedding: Effect.sync(() => ((calls += 1), embedding)) })
    return { calls: () => calls, layer }
  }

  it.effect("are asked for when the query lacks them", () =>
    Effect.gen(function*() {
      const { calls, layer } = counted()
      const selection = yield* Strategy.run(Strategy.make(top(coordinate())), bare).pipe(Effect.provide(layer))
      assert.deepStrictEqual([...selection.positions], [4, 0])
      assert.strictEqual(calls(), 1)
    }))

  it.effect("once for all branches of a mix", () =>
    Effect.gen(function*() {
      const { calls, layer } = counted()
      const one = Strategy.make(top(coordinate()))
      yield* Strategy.run(Strategy.mix([1, one], [1, one]), bare).pipe(Effect.provide(layer))
      assert.strictEqual(calls(), 1)
    }))

  it.effect("and not at all when the query holds them, or nothing needs them", () =>
    Effect.gen(function*() {
      const { calls, layer } = counted()
      yield* Strategy.run(Strategy.make(top(coordinate())), pool).pipe(Effect.provide(layer))
      yield* Strategy.run(Strategy.make(first()), bare).pipe(Effect.provide(layer))
      assert.strictEqual(calls(), 0)
    }))

  it.effect("may say how many classes there are", () =>
    Effect.gen(function*() {
      const probability = fromRows(Array.from({ length: 5 }, () => [0.25, 0.75]))
      const seen: Array<number | undefined> = []
      const needy = Stage.make({
        spec: Spec.make("needy"),
        needs: ["probability"],
        run: (frame) => Effect.sync(() => (seen.push(frame.classes), {}))
      })
      const none = Effect.die("not asked for")
      yield* Strategy.run(Strategy.make(needy, first()), bare).pipe(
        Effect.provideService(Classifier, {
          probability: Effect.succeed(probability),
          passes: none,
          feature: none,
          projection: none,
          gradient: none
        })
      )
      assert.deepStrictEqual(seen, [2])
    }))

  it.effect("are refused when they do not fit the pool", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(Strategy.run(Strategy.make(top(coordinate())), bare)).pipe(
        Effect.provideService(Embedder, { embedding: Effect.succeed(fromRows([[1]])) })
      )
      assert.match(error.message, /^Embedder: embedding has 1 rows and the pool has 5 items/)
    }))
})

describe("in the world of Effect", () => {
  it.effect("every stage, every score and the selector have a span, under the run's", () =>
    Effect.gen(function*() {
      const spans: Array<readonly [name: string, parent: string | undefined]> = []
      const tracer = Tracer.make({
        span: (options) => {
          const parent = options.parent._tag === "Some" && options.parent.value._tag === "Span"
            ? options.parent.value.name
            : undefined
          spans.push([options.name, parent])
          return new Tracer.NativeSpan(options)
        }
      })
      yield* Strategy.run(clustered, pool).pipe(Effect.withTracer(tracer))
      assert.deepStrictEqual(spans, [
        ["Strategy.run", undefined],
        ["split", "Strategy.run"],
        ["keep-top", "Strategy.run"],
        ["crowd", "keep-top"],
        ["top", "Strategy.run"],
        ["coordinate", "top"]
      ])
    }))

  it.effect("a stage that yields can be interrupted, and nothing runs after it", () =>
    Effect.gen(function*() {
      let turns = 0
      let after = false
      const endless = Stage.make({
        spec: Spec.make("endless"),
        needs: [],
        run: () => Effect.forever(Effect.andThen(Effect.sync(() => (turns += 1)), Effect.yieldNow))
      })
      const strategy = Strategy.make(Stage.andThen(endless, look("after", () => (after = true))), first())
      const fiber = yield* Effect.forkChild(Strategy.run(strategy, pool))
      yield* Effect.yieldNow
      yield* Fiber.interrupt(fiber)
      assert.isAbove(turns, 0)
      assert.isFalse(after)
      const before = turns
      yield* Effect.yieldNow
      assert.strictEqual(turns, before)
    }))
})

it("evidence of a filter explains the picks", () => {
  const { picks: [one] } = answer(
    Strategy.make(Filter.keepTop(listed([1, 5, 3, 2, 4], "typicality"), 3), first()),
    bare
  )
  assert.deepStrictEqual(one!.why.scores, [{ name: "typicality", value: 5, rank: 1, of: 5 }])
})
