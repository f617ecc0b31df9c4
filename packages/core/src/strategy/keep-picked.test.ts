import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { answer, frame, listed, picks, query, through } from "../../test/queries.ts"
import { pipeline } from "../../test/strategies.ts"
import { broken, coordinate, crowd, first, noise, registry, split, top } from "../../test/toys.ts"
import * as Filter from "../Filter.ts"
import { fromRows } from "../Matrix.ts"
import * as Query from "../Query.ts"
import * as Registry from "../Registry.ts"
import * as Stage from "../Stage.ts"
import * as Strategy from "../Strategy.ts"

const all = Registry.merge(registry, Registry.make([Strategy.keepPicked]))

const up = Strategy.make(top(listed([1, 2, 3, 4, 5, 6, 7, 8], "up")))
const down = Strategy.make(top(listed([8, 7, 6, 5, 4, 3, 2, 1], "down")))

const left = (stage: Stage.Any, budget = 2, size = 8) => [...through(stage, frame(size, { budget })).candidates]

const byFirst = Strategy.make(top(coordinate()))
const text =
  "keep-picked(top(coordinate(0), position), split(4) | first, mix(1: first, 2: first), batches=7, subset=50%)"

describe("keepPicked", () => {
  it("keeps what any strategy picks, in order, and says in how many batches it was", () => {
    assert.deepStrictEqual(left(Strategy.keepPicked([up])), [6, 7])
    assert.deepStrictEqual(left(Strategy.keepPicked([up, down])), [0, 1, 6, 7])
    assert.deepStrictEqual(left(Strategy.keepPicked([up, down], { batches: 1 })), [6, 7])
    const { evidence } = through(
      Strategy.keepPicked([up, down, up]),
      frame(8, { budget: 1, candidates: Uint32Array.of(2, 4, 5) })
    )
    assert.deepStrictEqual(evidence.at(-1)!.name, "batches")
    assert.deepStrictEqual([...evidence.at(-1)!.values], [NaN, NaN, 1, NaN, 0, 2, NaN, NaN])
  })

  it("keeps at most so many: those in most batches, then by lot and not by position", () => {
    assert.deepStrictEqual(left(Strategy.keepPicked([up, down, up], { most: 2 })), [6, 7])
    const kept = Array.from(
      { length: 60 },
      (_, seed) =>
        through(Strategy.keepPicked([up, down], { most: 1 }), frame(8, { budget: 1, key: { hi: 0, lo: seed } }))
          .candidates[0]
    )
    assert.isAbove(kept.filter((at) => at === 0).length, 15)
    assert.isAbove(kept.filter((at) => at === 7).length, 15)
  })

  it("draws a subset anew for each batch, never smaller than the budget", () => {
    const many = left(Strategy.keepPicked([up], { batches: 40, subset: 2 }), 1)
    assert.isAbove(many.length, 4)
    assert.deepStrictEqual(left(Strategy.keepPicked([up], { subset: 1 }), 8), [0, 1, 2, 3, 4, 5, 6, 7])
  })

  it("gives strategies that draw other numbers in each batch", () => {
    const random = Strategy.make(top(noise()))
    assert.isAbove(left(Strategy.keepPicked([random], { batches: 6 }), 1).length, 1)
  })

  it("is read from text and from JSON, and prints itself, recipes written out or not", () => {
    const strategy = Strategy.readUnsafe(`${text} | top(coordinate(0), position)`, all)
    assert.strictEqual(Strategy.text(strategy), `${text} | top(coordinate(0), position)`)
    assert.strictEqual(Strategy.text(Strategy.readUnsafe(Strategy.expanded(strategy), all)), Strategy.text(strategy))
    const again = Effect.runSync(Strategy.readJson(JSON.parse(JSON.stringify(Strategy.json(strategy))), all))
    assert.strictEqual(Strategy.text(again), Strategy.text(strategy))
    assert.includeMembers(Strategy.specs(strategy).map(({ name }) => name), [
      "keep-picked",
      "split",
      "first",
      "coordinate"
    ])
  })

  it("says what is wrong, and where", () => {
    const read = (written: string) => () => Strategy.readUnsafe(written, all)
    assert.throws(() => Strategy.keepPicked([]), /there are no strategies; give at least one/)
    assert.throws(read("keep-picked | first"), /there are no strategies/)
    assert.throws(read("keep-picked(nobody) | first"), /there is no strategy or selector "nobody"/)
    assert.throws(read("keep-picked(first, batchs=3) | first"), /no option "batchs"/)
    assert.throws(read("keep-picked(batches=3, first) | first"), /arguments without a name come before/)
    assert.throws(read("keep-picked(first, batches=0) | first"), /batches takes/)
  })

  it("needs what its strategies need, which is refused by name", () => {
    const strategy = Strategy.prepend(Strategy.keepPicked([byFirst]), Strategy.make(first()))
    assert.deepStrictEqual([...Strategy.needs(strategy)], ["embedding"])
    const bare = Query.makeUnsafe({ size: 5, budget: 2, seed: 0 })
    assert.throws(() => picks(strategy as Strategy.Any, bare as Query.Any), /embedding/)
  })

  it("lends columns that were made before it, and keeps none that its strategies make", () => {
    const embedding = fromRows([[3, 0], [1, 4], [1, 1], [3, 2], [5, 2]])
    const pool = Query.makeUnsafe({ embedding, budget: 2, seed: 0 })
    const inner = Strategy.make(split({ k: 2 }), top(coordinate()))
    const outer = Stage.andThen(split({ k: 4 }), Strategy.keepPicked([inner]))
    const { trace } = answer(Strategy.make(outer, first()), pool)
    assert.deepStrictEqual(trace.map(({ candidates }) => candidates), [5, 2, 2])
    const lent = Stage.andThen(split({ k: 4 }), Strategy.keepPicked([Strategy.make(top(crowd()))]))
    assert.deepStrictEqual([...Strategy.needs(Strategy.make(lent, first()))], ["embedding"])
    assert.deepStrictEqual(picks(Strategy.make(lent, first()), pool), [1, 2])
  })

  it("fails where a strategy does", () => {
    const strategy = Strategy.prepend(Strategy.keepPicked([up, Strategy.make(broken())]), up)
    assert.throws(() => picks(strategy, Query.makeUnsafe({ size: 8, budget: 2, seed: 0 })), "broken: it is broken")
  })

  test.prop([fc.array(pipeline, { minLength: 1, maxLength: 3 }), query, fc.integer({ min: 1, max: 5 })])(
    "never starves a query, and keeps of one strategy what it picks",
    (strategies, to, batches) => {
      const kept = Strategy.keepPicked(strategies, { batches })
      const chosen = picks(Strategy.make(kept, first()), to)
      assert.strictEqual(new Set(chosen).size, to.budget)
      assert.isTrue(chosen.every((position) => to.candidates.includes(position)))
    }
  )

  it("goes into a pipeline with other filters", () => {
    const stage = Strategy.keepPicked([up, down]).pipe(
      Stage.andThen(Filter.keepTop(listed([1, 9, 1, 1, 1, 1, 9, 1]), 2))
    )
    assert.deepStrictEqual(left(stage), [1, 6])
  })
})
