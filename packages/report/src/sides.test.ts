import { assert, describe, it } from "@effect/vitest"
import { choices, loaded, unit } from "../test/made.ts"
import { analyze } from "./analysis.ts"
import { beside } from "./beside.ts"
import { makeGroups } from "./groups.ts"
import { sideBySide, sidesTable } from "./page/sides.ts"
import { sidePairs } from "./sides.ts"

/** Two runs of margin, whose second is better by a sixteenth with every seed, which differ a lot; random has one side. */
const of = (better: number, seeds: ReadonlyArray<number>, strategies: ReadonlyArray<string>) =>
  loaded(
    strategies.flatMap((strategy) =>
      seeds.map((seed) => unit({ strategy, seed, accuracy: [0.25 + better, 0.5 + seed / 16 + better] }))
    )
  )

const both = beside([of(0, [0, 1, 2, 3], ["random", "margin"]), of(1 / 16, [1, 2, 3, 4], ["margin"])], ["a", "b"])
const experimentless = { ...both, sides: [] }
const analysis = analyze(experimentless, makeGroups(experimentless, new Map()), choices), [view] = analysis.views

describe("sidePairs", () => {
  const [pair, ...others] = sidePairs(view!, { curve: "accuracy", measure: "aubc" })

  it("has a strategy that both sides have, against the first", () => {
    assert.deepStrictEqual([pair!.strategy, pair!.sides, others], ["margin", ["a", "b"], []])
  })

  it("is paired by the seeds that both have, so that what seeds differ by does not count", () => {
    const { paired } = pair!.rows[1]
    assert.closeTo(paired!.difference.mean, 1 / 16, 1e-12)
    assert.strictEqual(paired!.difference.count, 3)
    assert.closeTo(paired!.t!.high - paired!.t!.low, 0, 1e-9)
    assert.isAbove(pair!.rows[0].measure.standardError!, 0.01)
  })

  it("is none of the ends of curves that cannot be compared, nor without sides", () => {
    const plain = of(0, [0, 1], ["margin"]), groups = makeGroups(plain, new Map())
    assert.deepStrictEqual(
      sidePairs(analyze(plain, groups, choices).views[0]!, { curve: "accuracy", measure: "aubc" }),
      []
    )
  })
})

describe("data of the same name", () => {
  const run = (embedding: string, classes = 3, ids = "i") => {
    const made = of(0, [0, 1], ["margin"])
    return {
      ...made,
      runs: made.runs.map((one) => ({ ...one, config: { ...one.config, classes, data: { embedding, ids } } }))
    }
  }
  const titles = (a: ReturnType<typeof run>, b: ReturnType<typeof run>) =>
    makeGroups({ runs: beside([a, b], ["a", "b"]).runs }, new Map()).map(({ title }) => title)

  it("are compared where they are the same, and stand apart where they are not", () => {
    assert.deepStrictEqual(titles(run("x"), run("x")), ["spots"])
    assert.deepStrictEqual(titles(run("x"), run("y")), ["spots of a", "spots of b"])
    assert.deepStrictEqual(titles(run("x"), run("x", 4)), ["spots of a", "spots of b"])
    assert.deepStrictEqual(titles(run("x"), run("x", 3, "j")), ["spots of a", "spots of b"])
  })
})

describe("the section", () => {
  it("has both sides, the difference and its interval, and names what stands alone", () => {
    const { head, rows } = sidesTable(analysis, view!)!
    assert.deepStrictEqual(head.slice(0, 4), ["strategy", "a", "b", "difference"])
    assert.deepStrictEqual([rows[0]![0], rows[0]![3], rows[0]!.at(-1)], ["margin", "+0.0625", "3"])
    const { text } = sideBySide(analysis, view!)!
    assert.include(text, "Without another side under the same protocol: random (a).")
    assert.include(text, "<svg")
    assert.isUndefined(sideBySide({ ...analysis, loaded: loaded([]) }, view!))
  })
})

describe("looks", () => {
  it("tell a strategy by its color and its marker, a side by its dash", () => {
    const [a, b] = ["margin (a)", "margin (b)"].map((name) => analysis.looks.get(name)!)
    assert.deepStrictEqual([a!.color, a!.symbol], [b!.color, b!.symbol])
    assert.notStrictEqual(a!.dash, b!.dash)
    assert.notStrictEqual(analysis.looks.get("random (a)")!.color, a!.color)
  })
})

describe("the control", () => {
  it("may be named without its side", () => {
    const asked = (control: string) =>
      analyze({ ...both, sides: sidesOf }, makeGroups(both, new Map()), { ...choices, control }).control
    const sidesOf = ["a", "b"].map((label) => ({ label, experiment: undefined as never }))
    assert.deepStrictEqual(["margin", "margin (b)"].map(asked), ["margin (a)", "margin (b)"])
  })
})
