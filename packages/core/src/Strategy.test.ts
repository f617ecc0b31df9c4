import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import { answer, input, picks, query } from "../test/queries.ts"
import { pipeline, strategy } from "../test/strategies.ts"
import { best, coordinate, crowd, first, noise, split, stretch, top } from "../test/toys.ts"
import * as Condition from "./Condition.ts"
import * as Filter from "./Filter.ts"
import * as Query from "./Query.ts"
import * as Stage from "./Stage.ts"
import * as Strategy from "./Strategy.ts"

const a = Strategy.make(first())

describe("every strategy", () => {
  test.prop([strategy, query])(
    "picks exactly the budget: distinct, unlabeled, each with its score and reasons",
    (one, to) => {
      const { ids, picks: chosen, positions, scores } = answer(one, to)
      assert.strictEqual(new Set(positions).size, to.budget)
      assert.strictEqual(positions.length, to.budget)
      assert.isTrue(
        [...positions].every((position) => to.candidates.includes(position) && !to.labeled.includes(position))
      )
      assert.deepStrictEqual(chosen.map(({ position }) => Number(position)), [...positions])
      assert.deepStrictEqual(chosen.map(({ score }) => score), [...scores])
      assert.deepStrictEqual(chosen.map(({ rank }) => rank), [...positions.keys()].map((i) => i + 1))
      assert.deepStrictEqual(ids.map(String), [...positions].map(String))
    }
  )

  test.prop([strategy, query])("is pure: the same question, the same answer, and nothing is written to", (one, to) => {
    const before = structuredClone(to)
    const chosen = picks(one, to)
    assert.deepStrictEqual(structuredClone(to), before)
    assert.deepStrictEqual(picks(one, to), chosen)
  })

  test.prop([strategy, input, fc.integer()])(
    "does not care in which order candidates and labels are named",
    (one, given, seed) => {
      const mixed = (list: ReadonlyArray<number>) =>
        list.toSorted((x, y) => ((x * 7 + seed) % 11) - ((y * 7 + seed) % 11))
      const labeled = mixed(given.labeled)
      const labels = labeled.map((position) => given.labels[given.labeled.indexOf(position)]!)
      const candidates = mixed(Array.from({ length: given.embedding.rows }, (_, i) => i))
      const turned = Query.makeUnsafe({ ...given, labeled, labels, candidates })
      assert.deepStrictEqual(picks(one, turned), picks(one, Query.makeUnsafe(given)))
    }
  )

  test.prop([pipeline, query])(
    "of one part is that part: orElse, switch, and subsample of the whole pool",
    (one, to) => {
      const chosen = picks(one, to)
      assert.deepStrictEqual(picks(Strategy.orElse(one, one), to), chosen)
      assert.deepStrictEqual(picks(Strategy.switchWhen(Condition.roundBelow(1), one, one), to), chosen)
      assert.deepStrictEqual(picks(Strategy.subsample(to.size, one), to), chosen)
    }
  )
})

describe("mix", () => {
  it("refuses no parts, and weights that are not positive numbers", () => {
    assert.throws(() => Strategy.mix(), "mix: there are no parts; give at least one weight and strategy")
    for (const weight of [0, -1, Number.NaN, Infinity]) {
      assert.throws(() => Strategy.mix([1, a], [weight, a]), `mix: the weight ${weight} is not a positive number`)
    }
  })
})

it("switchWhen refuses conditions that no text can say", () => {
  assert.throws(
    () => Strategy.switchWhen(Condition.labeledBelow(1.5), a, a),
    "switch: 1.5 is not a whole number from 0"
  )
  assert.throws(() => Strategy.switchWhen(Condition.roundBelow(-1), a, a), "switch: -1 is not a whole number from 0")
})

it("subsample refuses sizes that are not whole numbers from 1", () => {
  for (const size of [0, -1, 1.5, Number.NaN]) {
    assert.throws(() => Strategy.subsample(size, a), `subsample: size takes a whole number from 1, not ${size}`)
  }
})

describe("named", () => {
  it("gives a name and changes nothing else", () => {
    const mine = best().pipe(Strategy.named("mine"))
    assert.strictEqual(mine.name, "mine")
    assert.strictEqual(Strategy.text(mine), "best")
    assert.strictEqual(mine.about?.paper, "Toy et al. 2024")
    assert.strictEqual(Strategy.title(mine), "mine")
  })

  it("a title is the given name, else the text", () => {
    assert.strictEqual(Strategy.title(a), "first")
    assert.strictEqual(Strategy.title(best({ share: 3 })), "best(share=3)")
    assert.strictEqual(Strategy.title(Strategy.mix([1, a])), "mix(1: first)")
    assert.strictEqual(Strategy.title(Strategy.named(Strategy.mix([1, a]), "blend")), "blend")
  })
})

describe("prepend", () => {
  test.prop([query, fc.integer({ min: 1, max: 9 })])("puts a stage before the steps", (to, n) => {
    const stage = Filter.keepTop(coordinate(), n)
    const last = top(coordinate({ index: 1 }))
    assert.deepStrictEqual(
      picks(Strategy.prepend(stage, Strategy.make(last)), to),
      picks(Strategy.make(stage, last), to)
    )
  })

  it("comes before the steps that are there", () => {
    const strategy = Strategy.prepend(stretch({ by: 3 }), Strategy.make(split({ k: 2 }), first()))
    assert.strictEqual(Strategy.text(strategy), "stretch(3) | split(2) | first")
  })

  it("reaches every branch", () => {
    const both = Strategy.prepend(Filter.atLeast(coordinate(), 1), Strategy.mix([1, a], [2, Strategy.subsample(3, a)]))
    assert.strictEqual(
      Strategy.text(both),
      "mix(1: at-least(coordinate(0), 1) | first, 2: subsample(3, at-least(coordinate(0), 1) | first))"
    )
  })
})

describe("given", () => {
  it("leaves out the steps that add what the caller will give", () => {
    const clustered = Strategy.make(Stage.andThen(split(), Filter.keepTop(crowd(), 3)), top(noise()))
    assert.strictEqual(
      Strategy.text(clustered.pipe(Strategy.given(["cluster"]))),
      "keep-top(crowd, 3) | top(noise, position)"
    )
    assert.strictEqual(Strategy.text(Strategy.given(clustered, ["embedding"])), Strategy.text(clustered))
  })
})
