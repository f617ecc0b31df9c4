import { describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { assert } from "vitest"
import { answer, query } from "../../test/queries.ts"
import { strategy } from "../../test/strategies.ts"
import { best, coordinate, first, noise, top } from "../../test/toys.ts"
import { fromRows } from "../Matrix.ts"
import * as Query from "../Query.ts"
import * as Select from "../Select.ts"
import * as Spec from "../Spec.ts"
import * as Stage from "../Stage.ts"
import * as Strategy from "../Strategy.ts"

const embedding = fromRows([[5, 1], [4, 2], [3, 3], [2, 4]])
const question = { embedding, ids: ["a", "b", "c", "d"], labeled: [1], labels: [0], budget: 2, seed: 7, round: 3 }
const pool = Query.makeUnsafe(question)
const random = Strategy.make(top(noise()))

describe("a selection", () => {
  it("tells the question, the strategy as text and data, and the answer by id", () => {
    const { budget, ids, picks, positions, round, seed, spec, strategy } = answer(best({ share: "50%" }), pool)
    assert.deepStrictEqual({ budget, round, seed, strategy }, { budget: 2, round: 3, seed: 7, strategy: "best" })
    assert.deepStrictEqual(spec, { recipe: { name: "best", options: { share: "50%" } } })
    assert.deepStrictEqual([...positions], [2, 0])
    assert.deepStrictEqual(ids.map(String), ["c", "a"])
    assert.deepStrictEqual(picks.map(({ id, rank, score }) => [String(id), rank, score]), [["c", 1, 3], ["a", 2, 1]])
    assert.deepStrictEqual(picks[0]!.why.scores, [{ name: "coordinate", value: 3, rank: 2, of: 3 }])
  })

  it("names the pseudo-labels by id too", () => {
    const sure = Select.make({
      spec: Spec.make("sure"),
      needs: [],
      pick: (frame) =>
        Effect.map(
          first().pick(frame),
          (picks) => ({ ...picks, pseudo: [{ position: 3, class: 1, score: 0.1, threshold: 0.2 }] })
        )
    })
    const [pseudo] = answer(Strategy.make(sure), pool).pseudo
    assert.deepStrictEqual({ ...pseudo, id: String(pseudo!.id), position: Number(pseudo!.position) }, {
      id: "d",
      position: 3,
      class: 1,
      score: 0.1,
      threshold: 0.2
    })
  })

  it("is another for another seed or another round", () => {
    const large = { size: 100, budget: 10, seed: 0, round: 0 }
    const chosen = (change: object) => [...answer(random, Query.makeUnsafe({ ...large, ...change })).positions].join()
    assert.strictEqual(
      new Set([chosen({}), chosen({ seed: 1 }), chosen({ round: 1 }), chosen({ seed: 2 ** 32 })]).size,
      4
    )
    assert.strictEqual(chosen({}), chosen({}))
  })
})

describe("items that are to be included", () => {
  const spread = Strategy.make(top(coordinate({ index: 0 })))

  it("come first, in their order, with a score of Infinity; the strategy fills the rest", () => {
    const { picks, scores, trace } = answer(spread, Query.makeUnsafe({ ...question, include: [3] }))
    assert.deepStrictEqual(picks.map(({ id }) => String(id)), ["d", "a"])
    assert.deepStrictEqual([...scores], [Infinity, 5])
    assert.deepStrictEqual(picks.map(({ rank, why }) => [rank, why.branch]), [[1, "included"], [2, undefined]])
    assert.deepStrictEqual(trace[0]!.notes, { picks: 1 })
  })

  it("may be all: then the strategy is not asked", () => {
    const { positions, trace } = answer(random, Query.makeUnsafe({ ...question, include: [3, 0] }))
    assert.deepStrictEqual([[...positions], trace.length], [[3, 0], 1])
  })

  test.prop([strategy, query, fc.infiniteStream(fc.nat())])(
    "leave exactly the others to any strategy",
    (one, to, draws) => {
      const left = [...to.candidates], include: Array<number> = []
      const [first = 0] = draws.take(1)
      for (const draw of draws.take(first % (to.budget + 1))) include.push(...left.splice(draw % left.length, 1))
      const found = [...answer(one, { ...to, include: Uint32Array.from(include) }).positions]
      assert.deepStrictEqual(found.slice(0, include.length), include)
      assert.strictEqual(new Set(found).size, to.budget)
      assert.isTrue(found.every((position) => to.candidates.includes(position)))
      assert.deepStrictEqual(answer(one, { ...to, include: new Uint32Array() }).positions, answer(one, to).positions)
    }
  )
})

describe("columns that are handed over", () => {
  const owned: Array<ReadonlyArray<string>> = []
  const look = Stage.make({
    spec: Spec.make("look"),
    needs: [],
    run: (frame) => Effect.sync(() => (owned.push([...frame.owned ?? []]), {}))
  })
  const looking = Strategy.make(look, first())
  const seen = (strategy: Strategy.Any, change: object = {}) => {
    owned.length = 0
    answer(strategy, Query.makeUnsafe({ ...question, transfer: ["embedding"], ...change }))
    return owned
  }

  it("are known to the parts, also below a switch or a subsample", () => {
    assert.deepStrictEqual(seen(looking), [["embedding"]])
    assert.deepStrictEqual(seen(Strategy.subsample(3, looking)), [["embedding"]])
    assert.deepStrictEqual(seen(looking, { transfer: undefined }), [[]])
  })

  it("are not written over where another strategy still needs them", () => {
    assert.deepStrictEqual(seen(Strategy.mix([1, looking], [1, looking])), [[], []])
    assert.deepStrictEqual(seen(Strategy.orElse(looking, looking)), [[]])
  })

  it("are the query's own: what a service supplies stays the service's", () => {
    assert.deepStrictEqual(seen(looking, { embedding: undefined }), [[]])
  })
})

describe("run", () => {
  it.effect("fails when a strategy fills less than the budget, naming it", () =>
    Effect.gen(function*() {
      const none = Select.make({
        spec: Spec.make("none"),
        needs: [],
        pick: () => Effect.succeed({ positions: new Uint32Array(), scores: new Float64Array() })
      })
      const error = yield* Effect.flip(Strategy.run(Strategy.make(none), pool))
      assert.strictEqual(error.message, "none: it filled 0 of 2 places; this is a defect of the strategy")
    }))

  it.effect("and runAny give the same", () =>
    Effect.gen(function*() {
      const strategy = Strategy.make(top(coordinate()))
      const [a, b] = [yield* Strategy.run(strategy, pool), yield* Strategy.runAny(strategy, pool)]
      assert.deepStrictEqual(a, b)
      assert.deepStrictEqual([...a.positions], [0, 2])
    }))
})
