import { assert, describe, it } from "@effect/vitest"
import { compare, type CompareOptions } from "./compare.ts"
import type { Run } from "./run.ts"
import { sections } from "./sections.ts"

const seeds = [0, 1, 2, 3, 4, 5]

const run = (strategy: string, dataset: string, seed: number, last: number): Run => ({
  strategy,
  dataset,
  seed,
  labels: [10, 20],
  accuracy: [0, last],
  picked: [[1, 1], [2, 0]]
})

const on = (dataset: string): ReadonlyArray<Run> =>
  seeds.flatMap((seed) => [
    run("random", dataset, seed, 0.25),
    run("margin", dataset, seed, 0.25 + (seed + 1) / 16),
    ...(seed === 5 ? [] : [run("badge", dataset, seed, 0.125)])
  ])

const words = (runs: ReadonlyArray<Run>, options: Partial<CompareOptions> = {}) =>
  sections(compare(runs, { control: "random", resamples: 20, ...options }))

/** A cell by the name of its strategy and its column. */
const cell = (runs: ReadonlyArray<Run>, strategy: string, column: string, options: Partial<CompareOptions> = {}) => {
  const { head, rows } = words(runs, options)[0]!
  assert.include(head, column)
  return rows.find(([name]) => name === strategy)![head.indexOf(column)]
}

describe("sections", () => {
  const digits = on("digits")

  it("tell each number under its name", () => {
    // Last accuracies 0.25 + (1 … 6) / 16: mean 0.46875, standard error √(3.5 / 256 / 6) = 0.0477; AUBC is the half.
    assert.strictEqual(words(digits)[0]!.heading, "digits: accuracy, 10 to 20 labels")
    assert.strictEqual(cell(digits, "margin", "seeds"), "6")
    assert.strictEqual(cell(digits, "margin", "F-acc"), "0.4688 ± 0.0477")
    assert.strictEqual(cell(digits, "margin", "AUBC"), "0.2344 ± 0.0239")
    assert.strictEqual(cell(digits, "margin", "Δ random"), "+0.1094")
    assert.strictEqual(cell(digits, "badge", "Δ random"), "-0.0625")
    // 0.109375 ± 2.570582 · 0.0238665
    assert.strictEqual(cell(digits, "margin", "t 95%"), "[+0.0480, +0.1707]")
    assert.strictEqual(cell(digits, "badge", "bootstrap 95%"), "[-0.0625, -0.0625]")
    assert.deepStrictEqual(["margin", "badge"].map((name) => cell(digits, name, "wins")), ["100%", "0%"])
    assert.deepStrictEqual(["p", "p (Holm)"].map((name) => cell(digits, "margin", name)), ["0.031", "0.031"])
    assert.strictEqual(cell(digits, "margin", "classes picked"), "2.0 ± 0.0")
    // Shares ¾ and ¼: 0.811 bits of 1.
    assert.strictEqual(cell(digits, "margin", "evenness"), "0.811 ± 0.000")
  })

  it("leave a dash where there is nothing to tell", () => {
    for (const column of ["Δ random", "t 95%", "bootstrap 95%", "wins", "p", "p (Holm)"]) {
      assert.strictEqual(cell(digits, "random", column), "–")
    }
    assert.deepStrictEqual(["p", "p (Holm)"].map((name) => cell(digits, "badge", name)), ["–", "–"])
    const silent = digits.map(({ accuracy, dataset, labels, seed, strategy }) => ({
      accuracy,
      dataset,
      labels,
      seed,
      strategy
    }))
    assert.notInclude(words(silent)[0]!.head, "evenness")
  })

  it("show small p-values as small, and confidence as it is", () => {
    const many = Array.from({ length: 12 }, (_, seed) => [run("random", "d", seed, 0), run("margin", "d", seed, 1)])
    assert.strictEqual(cell(many.flat(), "margin", "p"), "<0.001")
    assert.strictEqual(cell(many.flat(), "margin", "t 99.9%", { confidence: 0.999 }), "[+0.5000, +0.5000]")
  })

  it("tell how many runs reached a target that not all reached", () => {
    assert.strictEqual(cell(digits, "margin", "labels to 0.5", { targets: [0.5] }), "3 of 6 runs")
    assert.strictEqual(cell(digits, "badge", "labels to 0.0625", { targets: [0.0625] }), "15.0 ± 0.0")
  })

  it("name the curve and the measure compared", () => {
    const other = digits.map((one) => ({ ...one, macroF1: one.accuracy }))
    const [section] = words(other, { curve: "macroF1", measure: "final", zeros: "wilcoxon" })
    assert.strictEqual(section!.heading, "digits: macroF1, 10 to 20 labels")
    assert.include(section!.head, "last macroF1")
    assert.match(section!.notes[0]!, /Δ: last macroF1 minus that of random/)
    assert.match(section!.notes[1]!, /zeros dropped/)
  })

  it("note what is missing", () => {
    const notes = (runs: ReadonlyArray<Run>) => words(runs)[0]!.notes.slice(2)
    assert.deepStrictEqual(notes(digits), ["no test for badge: 5 of the 6 seeds that a test needs"])
    assert.deepStrictEqual(notes([...digits, run("margin", "digits", 6, 0), run("core-set", "digits", 9, 0)]), [
      "margin is paired over the 6 seeds that random has too",
      "core-set shares no seed with random",
      "no test for badge: 5 of the 6 seeds that a test needs"
    ])
  })

  it("say once that there are no tests where all lack them alike", () => {
    const few = digits.filter(({ seed }) => seed < 3)
    assert.deepStrictEqual(words(few)[0]!.notes.slice(2), ["no tests: 3 of the 6 seeds that a test needs"])
  })

  it("end with the ranks, best first, where there are several data sets", () => {
    assert.strictEqual(words(digits).length, 1)
    const [, , ranks] = words([...digits, ...on("fashion")])
    assert.strictEqual(ranks!.heading, "average ranks over 2 data sets")
    assert.deepStrictEqual(ranks!.rows, [["margin", "1.000"], ["random", "2.000"], ["badge", "3.000"]])
    assert.deepStrictEqual(ranks!.notes, [
      "rank 1 is the best mean AUBC on a data set; ties share ranks",
      // 2.343701 · √(12 / 12)
      "critical difference 2.344 at α = 0.05 (Nemenyi)",
      "not told apart: margin, random, badge"
    ])
  })
})
